from typing import Any, cast

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from partijen.models import Lidmaatschap, Partij
from toegang.models import User
from trajecten.enums import AfspraakStatus
from trajecten.forms.velden import DatumInput, vanaf_vandaag
from trajecten.models import Afspraak, Rolinvulling, Traject

PARTIJ, LID = "partij", "lid"


class AfspraakForm(forms.ModelForm):
    """Who does what by when. Who: a party of this trajectory as a whole, or one of its people."""

    wie = forms.ChoiceField(label=_("Wie doet dit?"))
    field_order = ["wat", "wie", "deadline"]

    class Meta:
        model = Afspraak
        fields = ["wat", "deadline"]
        widgets = {"deadline": DatumInput()}
        labels = {"wat": _("Wat spreekt u af?"), "deadline": _("Uiterlijk op")}
        help_texts = {
            "wat": _("Noem geen deelnemer: deze afspraak hoort bij het traject en wordt niet met een dossier gewist.")
        }

    def __init__(self, *args: Any, traject: Traject, door: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Only here: an agreement that stands may be late.
        self.fields["deadline"].validators.append(vanaf_vandaag)
        rollen = Rolinvulling.objects.of_traject(traject).order_by().values("partij")
        self._partijen = {p.pk: p for p in Partij.objects.filter(Q(pk=traject.gemeente_id) | Q(pk__in=rollen))}
        # Those whom the directory shows this person too: a partner's regisseur asks another party as a whole.
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
        data = self.cleaned_data
        return {"wat": data["wat"], "deadline": data["deadline"], **data["wie"]}

    def _groups(self) -> list[tuple[str, list[tuple[str, str]]]]:
        return [(partij.naam, self._options(partij)) for partij in self._partijen.values()]

    def _options(self, partij: Partij) -> list[tuple[str, str]]:
        leden = [lid for lid in self._leden.values() if lid.partij_id == partij.pk]
        iedereen = (f"{PARTIJ}-{partij.pk}", f"{partij.naam} ({_('als partij')})")
        return [iedereen, *((f"{LID}-{lid.pk}", str(lid.gebruiker)) for lid in leden)]


class AfspraakStatusForm(forms.Form):
    """The one button on an agreement."""

    status = forms.TypedChoiceField(choices=AfspraakStatus, coerce=AfspraakStatus)
