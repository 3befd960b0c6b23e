from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trajecten.forms.velden import DatumInput


class DagForm(forms.Form):
    """The real day on which a phase began or ended."""

    op = forms.DateField(label=_("Op welke dag?"), widget=DatumInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"op": timezone.localdate()})
        super().__init__(*args, **kwargs)
