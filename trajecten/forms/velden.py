"""What the forms of this app share: a date field as browsers give it, and people as choices."""

from datetime import date
from typing import cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from toegang.models import User


class DatumInput(forms.DateInput):
    """A date that the browser helps to pick; it wants ISO, whatever the language."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def vanaf_vandaag(day: date) -> None:
    """Refuse a day that has passed."""
    if day < timezone.localdate():
        raise ValidationError(_("Kies een dag vanaf vandaag."), code="voorbij")


def name_empty_choice(form: forms.BaseForm, *velden: str) -> None:
    """Let a list from which one must choose say so, instead of showing a row of dashes."""
    for veld in velden:
        field = cast("forms.ChoiceField", form.fields[veld])
        given = cast("list[tuple[str, str]]", field.choices)
        field.choices = [("", str(_("Maak een keuze"))), *(choice for choice in given if choice[0])]


def people(lidmaatschappen: QuerySet) -> QuerySet[User]:
    """Return the people behind memberships, by name, each once."""
    return User.objects.filter(pk__in=lidmaatschappen.order_by().values("gebruiker"))
