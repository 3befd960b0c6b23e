"""Who, of a trajectory: one of its parties as a whole, or one of a party's people."""

from typing import Any, cast

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from partijen.models import Lidmaatschap, Partij
from toegang.models import User
from trajecten.models import Rolinvulling, Traject

PARTIJ, LID = "partij", "lid"


class WieForm(forms.Form):
    """The field `wie`, cleaned to a party and, where one was chosen, a person of it."""

    wie = forms.ChoiceField(label=_("Wie?"))

    def __init__(self, *args: Any, traject: Traject, door: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rollen = Rolinvulling.objects.of_traject(traject).order_by().values("partij")
        self._partijen = {p.pk: p for p in Partij.objects.filter(Q(pk=traject.gemeente_id) | Q(pk__in=rollen))}
        # Those whom the directory shows this person too: a partner's regisseur chooses another party as a whole.
        shown = Lidmaatschap.objects.visible_to(door).active().filter(partij__in=self._partijen)
        leden = shown.select_related("gebruiker")
        self._leden = {lid.pk: lid for lid in leden}
        cast("forms.ChoiceField", self.fields["wie"]).choices = [("", _("Kies een partij of persoon")), *self._groups()]

    def clean_wie(self) -> dict[str, Any]:
        """Return the party, and the person where one was chosen."""
        kind, _sep, pk = self.cleaned_data["wie"].partition("-")
        if kind == PARTIJ:
            return {"partij": self._partijen[int(pk)], "persoon": None}
        lid = self._leden[int(pk)]
        return {"partij": self._partijen[lid.partij_id], "persoon": lid.gebruiker}

    @property
    def gegevens(self) -> dict[str, Any]:
        """Return what was filled in, for the domain."""
        rest = {veld: waarde for veld, waarde in self.cleaned_data.items() if veld != "wie"}
        return rest | self.cleaned_data["wie"]

    def _groups(self) -> list[tuple[str, list[tuple[str, str]]]]:
        return [(partij.naam, self._options(partij)) for partij in self._partijen.values()]

    def _options(self, partij: Partij) -> list[tuple[str, str]]:
        leden = [lid for lid in self._leden.values() if lid.partij_id == partij.pk]
        iedereen = (f"{PARTIJ}-{partij.pk}", f"{partij.naam} ({_('als partij')})")
        return [iedereen, *((f"{LID}-{lid.pk}", str(lid.gebruiker)) for lid in leden)]
