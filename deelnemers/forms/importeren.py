from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from deelnemers import importeren
from deelnemers.bladen import MAX_BYTES
from deelnemers.forms.deelnemers import managed_gemeentes
from deelnemers.fouten import DeelnemerFout
from partijen.models import Partij
from toegang.models import User


class ImportForm(forms.Form):
    """One sheet, for one gemeente; after validation `lijst` holds what was read, rows with problems included."""

    gemeente = forms.ModelChoiceField(label=_("Gemeente"), queryset=Partij.objects.none())
    bestand = forms.FileField(
        label=_("Bestand (.xlsx of .csv)"),
        help_text=_("Ten hoogste 2.000 rijen en 5 MB."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={
            "required": _("Kies een bestand."),
            "empty": _("Het bestand is leeg. Zet de namen van de kolommen in de eerste rij."),
        },
    )
    lijst: importeren.Lijst | None = None

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gemeentes = managed_gemeentes(user)
        if len(self.gemeentes) == 1:
            del self.fields["gemeente"]
        else:
            self.fields["gemeente"].queryset = Partij.objects.filter(pk__in=[g.pk for g in self.gemeentes])  # type: ignore[attr-defined]

    @property
    def stand(self) -> str:
        """Return in words how many rows could be imported as they are; nothing before a sheet was read."""
        if not self.lijst:
            return ""
        totaal = len(self.lijst.regels)
        if totaal == 1:
            return gettext("De enige rij is nog niet goed.")
        goed = totaal - len(self.lijst.fout)
        tekst = ngettext(
            "%(goed)s van de %(totaal)s rijen is goed.", "%(goed)s van de %(totaal)s rijen zijn goed.", goed
        )
        return tekst % {"goed": goed, "totaal": totaal}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        bestand, gemeente = cleaned.get("bestand"), cleaned.get("gemeente") or self.gemeentes[0]
        if bestand and not self.errors:
            try:
                # One byte over the limit is enough to know that it is too big.
                inhoud = bestand.read(MAX_BYTES + 1)
                self.lijst = importeren.check(gemeente=gemeente, bestandsnaam=bestand.name, inhoud=inhoud)
            except DeelnemerFout as fout:
                self.add_error("bestand", fout)
        if self.lijst and (n := len(self.lijst.fout)):
            tekst = ngettext("%(n)s rij is nog niet goed.", "%(n)s rijen zijn nog niet goed.", n) % {"n": n}
            self.add_error("bestand", tekst)
        return cleaned
