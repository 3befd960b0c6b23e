"""The forms with which a gemeente looks after the texts of the participant's own page."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundWidget
from django.utils.translation import gettext_lazy as _

from deelnemers.eigenpagina import bewerken
from deelnemers.eigenpagina.talen import TALEN
from deelnemers.eigenpagina.teksten import Vertaling
from partijen.models import Gemeente
from toegang.models import User


class Paar(NamedTuple):
    """The Dutch and its translation as they stand on the page, with a tick where this person may say it was read."""

    vertaling: Vertaling
    vinkje: BoundWidget | None
    zelf_geschreven: bool


class GelezenForm(forms.Form):
    """Which texts somebody who reads the language found good. A tick stands for exactly the text beside it."""

    gelezen_door = forms.CharField(
        label=_("Gelezen door"),
        max_length=150,
        help_text=_("De naam van wie deze taal goed leest, bijvoorbeeld een tolk, een vertaler of een collega."),
    )
    gelezen = forms.MultipleChoiceField(
        label=_("Gelezen en goed"),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
        error_messages={
            "required": _("Zet een vinkje bij de teksten die goed zijn."),
            "invalid_choice": _("Een tekst is intussen veranderd. Lees die opnieuw."),
        },
    )

    def __init__(self, *args: Any, gemeente: Gemeente, taal: str, door: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gemeente, self.taal, self.door = gemeente, taal, door
        self.vertalingen = bewerken.read_translations(gemeente, taal)
        self.fields["gelezen"].choices = [  # type: ignore[attr-defined]
            (_choice(vertaling), vertaling.tekst.nederlands)
            for vertaling in self.vertalingen.values()
            if vertaling.tekst.concept and not bewerken.written_by(vertaling, door)
        ]

    def paren(self) -> Iterator[Paar]:
        """Yield every text with its translation, and a tick where there is something to say."""
        vinkjes = {widget.data["value"]: widget for widget in self["gelezen"].subwidgets}
        for vertaling in self.vertalingen.values():
            zelf = vertaling.tekst.concept and bewerken.written_by(vertaling, self.door)
            yield Paar(vertaling, vinkjes.get(_choice(vertaling)), zelf)

    def store(self) -> bool:
        """Write down who read what; False, with the reason beside its field, where that is refused."""
        gelezen = dict(choice.split() for choice in self.cleaned_data["gelezen"])
        try:
            bewerken.approve(
                self.gemeente,
                self.taal,
                gelezen=gelezen,
                gelezen_door=self.cleaned_data["gelezen_door"],
                door=self.door,
            )
        except ValidationError as error:
            self.add_error(None, error)
            return False
        return True


class TekstForm(forms.Form):
    """A gemeente's own words for one text, beside the Dutch."""

    tekst = forms.CharField(label=_("Vertaling"), max_length=400, widget=forms.Textarea(attrs={"rows": 4}))
    van_ons = forms.BooleanField(label=_("Terug naar de tekst van Leerwerk"), required=False)

    def __init__(self, *args: Any, gemeente: Gemeente, taal: str, code: str, door: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gemeente, self.taal, self.code, self.door = gemeente, TALEN[taal], code, door
        self.vertaling = bewerken.read_translations(gemeente, taal)[code]
        self.initial["tekst"] = self.vertaling.tekst.vertaling
        self.fields["tekst"].widget.attrs |= {"lang": self.taal.tag, "dir": self.taal.richting}
        if self.vertaling.tekst.vertaling == self.vertaling.van_ons:
            del self.fields["van_ons"]
        elif self.data.get("van_ons"):
            self.fields["tekst"].required = False

    def store(self) -> bool:
        """Keep the words, or go back to ours; False, with the reason beside the field, where they are refused."""
        try:
            self._store()
        except ValidationError as error:
            self.add_error(None, error)
            return False
        return True

    def _store(self) -> None:
        if self.cleaned_data.get("van_ons"):
            bewerken.back_to_ours(self.gemeente, self.taal.code, self.code)
        else:
            tekst = self.cleaned_data["tekst"]
            bewerken.write(self.gemeente, self.taal.code, self.code, tekst=tekst, door=self.door)


def _choice(vertaling: Vertaling) -> str:
    return f"{vertaling.tekst.code} {vertaling.versie}"
