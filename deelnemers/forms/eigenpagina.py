from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from deelnemers.eigenpagina.talen import NEDERLANDS, TALEN
from deelnemers.enums import Geldigheid, WensSoort


class LinkForm(forms.Form):
    """How long a new link works, and in which language it opens: that stands in the link, and is kept nowhere."""

    geldigheid = forms.TypedChoiceField(
        label=_("Hoe lang werkt de link?"),
        choices=Geldigheid.choices,
        coerce=lambda days: Geldigheid(int(days)),
        initial=Geldigheid.TWEE_WEKEN,
    )
    taal = forms.ChoiceField(
        label=_("In welke taal opent de pagina?"),
        initial=NEDERLANDS,
        help_text=_("De deelnemer kan op de pagina een andere taal kiezen."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["taal"].choices = [(taal.code, taal.naam) for taal in TALEN.values()]  # type: ignore[attr-defined]


class WensForm(forms.Form):
    """One wish from the list. Its words stand on the page in the language of the participant."""

    wens = forms.ChoiceField(choices=WensSoort.choices)
