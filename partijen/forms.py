from typing import Any, cast

import django_filters
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from partijen.dagen import DagenField
from partijen.enums import PartijSoort
from partijen.models import (
    GEMEENTE_BESTAAT,
    GEMEENTE_NAAM_ONCE,
    Contactpersoon,
    GemeenteInstelling,
    Partij,
    bounds_of,
)
from partijen.querysets import PartijQuerySet
from toegang.models import User
from toegang.veldfouten import number_field

# A gemeente comes with the installation, never from a screen: it owns people's files.
TOE_TE_VOEGEN = [(soort.value, soort.label) for soort in PartijSoort if soort != PartijSoort.GEMEENTE]

IN_GEMEENTE = _(
    "Een coördinator stuurt trajecten aan en nodigt mensen uit. Een klantmanager houdt dossiers bij. Een lezer leest "
    "mee. Een beheerder nodigt mensen uit en ziet geen dossiers."
)
IN_PARTNER = _("Een beheerder nodigt collega's uit en kan hun toegang stoppen. Verder kunnen ze hetzelfde.")


# Of a party that another gemeente works with too, its own people alone change these.
WAT_DE_PARTIJ_IS = ("naam", "soort", "kvk_nummer")
NIET_TE_WIJZIGEN = _("Deze partij werkt ook voor een andere gemeente. Alleen de partij zelf kan dit wijzigen.")


class PartijForm(forms.ModelForm):
    begrippen_bij = {
        "soort": [
            "werkgever",
            "opleider",
            "taalschool",
            "maatschappelijk",
            "begeleidingsorganisatie",
            "branche",
            "werkcentrum",
            "uwv",
            "expertisecentrum",
        ],
        "regio": ["arbeidsmarktregio"],
    }

    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")

    class Meta:
        model = Partij
        fields = ["naam", "soort", "kvk_nummer", "plaats", "regio", "email", "telefoon", "website"]

    def __init__(self, *args: Any, benoemt: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.is_gemeente:
            del self.fields["soort"]
        else:
            cast("forms.ChoiceField", self.fields["soort"]).choices = [("", _("Kies een soort")), *TOE_TE_VOEGEN]
        for name in () if benoemt else WAT_DE_PARTIJ_IS:
            self.fields[name].disabled = True
            self.fields[name].help_text = NIET_TE_WIJZIGEN

    def clean_naam(self) -> str:
        naam = str(self.cleaned_data["naam"])
        others = Partij.objects.gemeentes().named(naam).exclude(pk=self.instance.pk)
        if self.instance.is_gemeente and others.exists():
            raise forms.ValidationError(GEMEENTE_BESTAAT)
        return naam

    def clean_kvk_nummer(self) -> str | None:
        # No number is null, not "": two parties without one may exist side by side.
        return self.cleaned_data["kvk_nummer"] or None

    def store(self) -> Partij | None:
        """Save; or return None, with the reason beside its field, when this number or name was just taken."""
        try:
            with transaction.atomic():
                return cast("Partij", self.save())
        except IntegrityError as fout:
            if GEMEENTE_NAAM_ONCE in str(fout):
                self.add_error("naam", GEMEENTE_BESTAAT)
            else:
                self.add_error("kvk_nummer", _("Er is al een partij met dit KvK-nummer."))
            return None


class PartijFilter(django_filters.FilterSet):
    zoek = django_filters.CharFilter(method="search", label=_("Naam, plaats, telefoon of e-mail"))
    soort = django_filters.ChoiceFilter(choices=PartijSoort, label=_("Soort"), empty_label=_("Alle soorten"))

    class Meta:
        model = Partij
        fields: list[str] = []

    def search(self, queryset: PartijQuerySet, name: str, value: str) -> PartijQuerySet:
        return queryset.called(value)


def offer_functies(form: forms.Form, partij: Partij) -> None:
    """Let a form choose between the functions that fit a kind of party."""
    field = cast("forms.ChoiceField", form.fields["functie"])
    field.choices = [(functie.value, functie.label) for functie in partij.functies]
    field.help_text = IN_GEMEENTE if partij.is_gemeente else IN_PARTNER


class LidForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mailadres"),
        help_text=_("Deze persoon krijgt een mail met een link die twee weken werkt."),
        max_length=254,
    )
    naam = forms.CharField(label=_("Naam"), max_length=150)
    functie = forms.ChoiceField(label=_("Functie"))

    def __init__(self, *args: Any, partij: Partij, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_functies(self, partij)


class FunctieForm(forms.Form):
    functie = forms.ChoiceField(label=_("Functie"))

    def __init__(self, *args: Any, partij: Partij, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_functies(self, partij)


class OpvolgerForm(forms.Form):
    """Who takes over, or that nobody does; without colleagues, or anything to take over, there is nothing to choose."""

    opvolger = forms.ModelChoiceField(
        label=_("Wie neemt dit over?"),
        queryset=User.objects.none(),
        empty_label=_("Kies een collega"),
        required=False,
    )
    niemand = forms.BooleanField(
        label=_("Niemand neemt dit over"),
        help_text=_("De toegang stopt dan toch. De regisseur ziet wat geen persoon meer heeft en zoekt een ander."),
        required=False,
    )

    def __init__(self, *args: Any, opvolgers: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if opvolgers:
            field = cast("forms.ModelChoiceField", self.fields["opvolger"])
            field.queryset = User.objects.filter(pk__in=[opvolger.pk for opvolger in opvolgers])
        else:
            del self.fields["opvolger"], self.fields["niemand"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "opvolger" in self.fields and "opvolger" not in self.errors:
            if not data["opvolger"] and not data["niemand"]:
                self.add_error("opvolger", _("Kies wie het werk overneemt."))
            elif data["opvolger"] and data["niemand"]:
                self.add_error("niemand", _("U koos ook een collega. Kies een van de twee."))
        return data

    def refuse(self, fout: forms.ValidationError) -> None:
        """Show why it was refused: beside the field it is about, or above them where the form has no such field."""
        by_field = hasattr(fout, "error_dict") and set(fout.error_dict) <= set(self.fields)
        self.add_error(None, fout if by_field else forms.ValidationError(fout.messages))


class WelkomForm(forms.Form):
    """A first password, and the name as the person writes it."""

    naam = forms.CharField(label=_("Uw naam"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    wachtwoord = forms.CharField(
        label=_("Kies een wachtwoord"),
        strip=False,
        help_text=_("Minstens 14 tekens. Een zin die u makkelijk onthoudt is goed."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    nog_eens = forms.CharField(
        label=_("Nog een keer hetzelfde wachtwoord"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, gebruiker: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gebruiker = gebruiker

    def clean_wachtwoord(self) -> str:
        validate_password(self.cleaned_data["wachtwoord"], self.gebruiker)
        return str(self.cleaned_data["wachtwoord"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and data["wachtwoord"] != data["nog_eens"]:
            self.add_error("nog_eens", _("Dit is niet hetzelfde wachtwoord."))
        return data


class ContactpersoonForm(forms.ModelForm):
    class Meta:
        model = Contactpersoon
        fields = ["gemeente", "naam", "functie", "email", "telefoon"]
        help_texts = {"gemeente": _("Alleen mensen van deze gemeente zien deze contactpersoon.")}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        gemeente = cast("forms.ModelChoiceField", self.fields["gemeente"])
        gemeente.queryset = Partij.objects.with_files_of(user)
        gemeente.empty_label = None
        if len(gemeente.queryset) == 1:
            self.instance.gemeente = gemeente.queryset[0]
            del self.fields["gemeente"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not (data["email"] or data["telefoon"]):
            self.add_error("telefoon", _("Vul een telefoonnummer of een e-mailadres in."))
        return data


class InstellingForm(forms.ModelForm):
    gesloten_dagen = DagenField(
        label=_("Dagen waarop uw gemeente gesloten is"),
        help_text=_(
            "Een dag per regel, zoals 24-12-2026. Op zo'n dag begint geen fase. "
            "Weekenden en feestdagen kent Leerwerk al."
        ),
    )

    class Meta:
        model = GemeenteInstelling
        exclude = ["gemeente"]  # noqa: DJ006 - a new setting belongs on this page, with its bounds
        formfield_callback = number_field

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in GemeenteInstelling._meta.fields:
            if number.name in self.fields and (bounds := bounds_of(number)):
                self.fields[number.name].help_text += f". {bounds}"
