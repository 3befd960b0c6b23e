"""Who fills a role: asking a party, and the party's answer."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partijen.enums import PartijSoort, Rol
from partijen.mensen import people_visible_to
from partijen.models import Lidmaatschap, Partij
from toegang.models import User
from trajecten.forms.velden import people
from trajecten.models import Rolinvulling
from trajecten.rollen import closed_to

# Kinds of party that usually take a role: they come first in the list, the others stay possible.
PASSENDE_SOORTEN: Mapping[Rol, frozenset[PartijSoort]] = MappingProxyType(
    {
        Rol.INTERMEDIAIR: frozenset({PartijSoort.GEMEENTE, PartijSoort.UWV, PartijSoort.WERKCENTRUM}),
        Rol.WERKGEVER: frozenset({PartijSoort.WERKGEVER}),
        Rol.OPLEIDER: frozenset({PartijSoort.OPLEIDER, PartijSoort.BRANCHE}),
        Rol.TAALOPLEIDER: frozenset({PartijSoort.TAALSCHOOL, PartijSoort.OPLEIDER}),
        Rol.REGISSEUR: frozenset({PartijSoort.GEMEENTE, PartijSoort.WERKCENTRUM}),
        Rol.MENTOR: frozenset({PartijSoort.BEGELEIDING, PartijSoort.MAATSCHAPPELIJK}),
        Rol.VERBINDER: frozenset({PartijSoort.BRANCHE, PartijSoort.WERKCENTRUM, PartijSoort.MAATSCHAPPELIJK}),
        Rol.EXPERTISEPARTNER: frozenset({PartijSoort.EXPERTISE, PartijSoort.MAATSCHAPPELIJK}),
    }
)
KIES = gettext_lazy("Kies ja of nee.")
JA_OF_NEE = {"required": KIES, "invalid_choice": KIES}
# Choosing a party fetches this page again and takes its people from it; nothing is saved by that.
FETCH_PEOPLE = {
    "hx-get": "",
    "hx-trigger": "change",
    "hx-select": "#div_id_persoon",
    "hx-target": "#div_id_persoon",
    "hx-swap": "outerHTML",
}


class RolForm(forms.Form):
    """A party for a role, where known a person of that party, and whether it still has to say yes."""

    partij = forms.ModelChoiceField(Partij.objects.all(), label=gettext_lazy("Partij"))
    persoon = forms.ModelChoiceField(
        User.objects.none(),
        label=gettext_lazy("Persoon"),
        required=False,
        empty_label=gettext_lazy("Nog niet bekend"),
        error_messages={"invalid_choice": gettext_lazy("Deze persoon hoort niet bij de gekozen partij.")},
    )
    toegezegd = forms.TypedChoiceField(
        label=gettext_lazy("Heeft de partij al ja gezegd?"),
        choices=[
            ("nee", gettext_lazy("Nee, stuur de partij een vraag")),
            ("ja", gettext_lazy("Ja, de partij heeft dit al toegezegd")),
        ],
        coerce=lambda waarde: waarde == "ja",
        error_messages=JA_OF_NEE,
        widget=forms.RadioSelect,
        initial="nee",
    )

    def __init__(self, *args: Any, rol: Rol | None, rij: Rolinvulling, door: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rij, self.door = rij, door
        partij = cast("forms.ModelChoiceField", self.fields["partij"])
        partij.choices = _group_partijen(rol, self._offered(rol or self._chosen_rol()))
        partij.widget.attrs |= FETCH_PEOPLE
        persoon = cast("forms.ModelChoiceField", self.fields["persoon"])
        if chosen := self._chosen():
            persoon.queryset = self._people_of(chosen)
        else:
            persoon.help_text = _("Kies eerst een partij. Daarna kunt u hier iemand van die partij kiezen.")

    def _offered(self, rol: Rol | None) -> QuerySet[Partij]:
        """Leave out the parties that the domain would refuse; not the one that has the role."""
        closed = closed_to(rol, self.rij.fase.traject, self.door) if rol else []
        return Partij.objects.exclude(pk__in={*closed} - {self.rij.partij_id})

    def _chosen_rol(self) -> Rol | None:
        given = self["rol"].value() if "rol" in self.fields else None
        return Rol(given) if given in Rol.values else None

    def _people_of(self, partij: Partij) -> QuerySet[User]:
        """Return those whom the directory shows this person too, and whoever has the role: the page names them."""
        shown = people(people_visible_to(self.door, partij).active())
        if partij.pk != self.rij.partij_id:
            return shown
        named = Lidmaatschap.objects.active().filter(partij=partij, gebruiker=self.rij.persoon_id)
        return shown | people(named)

    def _chosen(self) -> Partij | None:
        field = cast("forms.ModelChoiceField", self.fields["partij"])
        try:
            chosen: Partij | None = field.to_python(self["partij"].value())
        except ValidationError:
            return None
        return chosen


class NieuweRolForm(RolForm):
    """One more holder of a role in a phase."""

    begrippen_bij = {"rol": Rol.values}

    rol = forms.TypedChoiceField(
        label=gettext_lazy("Rol"), choices=[("", gettext_lazy("Kies een rol")), *Rol.choices], coerce=Rol
    )
    field_order = ["rol", "partij", "persoon", "toegezegd"]


class VoorstelForm(forms.Form):
    """Which organisation could fill a role: by name, for it may not be in here yet."""

    organisatie = forms.CharField(
        label=gettext_lazy("Welke organisatie stelt u voor?"),
        max_length=120,
        help_text=gettext_lazy("Noem een organisatie, geen personen. De regisseur krijgt uw voorstel als afspraak."),
    )


class AntwoordForm(forms.Form):
    """Yes, with who will do it; or no, with a reason."""

    antwoord = forms.ChoiceField(
        label=gettext_lazy("Uw antwoord"),
        choices=[("ja", gettext_lazy("Ja, wij doen dit")), ("nee", gettext_lazy("Nee, dit lukt niet"))],
        error_messages=JA_OF_NEE,
        widget=forms.RadioSelect,
    )
    persoon = forms.ModelChoiceField(
        User.objects.none(),
        label=gettext_lazy("Bij ja: wie gaat dit doen?"),
        required=False,
        empty_label=gettext_lazy("Nog niet bekend"),
        error_messages={"invalid_choice": gettext_lazy("Deze persoon hoort niet bij uw partij.")},
    )
    reden = forms.CharField(
        label=gettext_lazy("Bij nee: waarom niet?"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Alleen de gemeente en de partners in het traject lezen dit."),
    )

    def __init__(self, *args: Any, partij: Partij | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        colleagues = people(Lidmaatschap.objects.active().filter(partij=partij))
        cast("forms.ModelChoiceField", self.fields["persoon"]).queryset = colleagues

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("antwoord") == "nee" and data.get("reden") == "":
            self.add_error("reden", _("Geef een reden. Dan weet de gemeente of ze later nog eens kan vragen."))
        return data


def _group_partijen(rol: Rol | None, partijen: QuerySet[Partij]) -> list[tuple[str, Any]]:
    passend = PASSENDE_SOORTEN.get(rol, frozenset()) if rol else frozenset()
    groups: dict[bool, list[tuple[int, str]]] = {True: [], False: []}
    for partij in partijen:
        groups[PartijSoort(partij.soort) in passend].append((partij.pk, partij.naam))
    labels = {True: _("Past bij deze rol"), False: _("Andere partijen") if passend else _("Alle partijen")}
    return [("", _("Kies een partij")), *((labels[fits], rows) for fits, rows in groups.items() if rows)]
