"""The form in which a gemeente chooses how its screens look, and is told which colours can't be read together."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from partijen import huisstijl as stijl
from partijen.huisstijl import Stand, Thema
from partijen.logo import MAX_BYTES, Logo, draw_logo
from partijen.models import Huisstijl
from partijen.paginastijl import theme_of, version_of

# What has a field of its own; the rest comes in with pasted tokens.
MET_VELD = (
    "merk",
    "merk-tekst",
    "merk-accent",
    "knop",
    "knop-tekst",
    "link",
    "focus",
    "letter",
    "letter-kop",
    "ronding",
)
TOKENS = {token.naam: token for token in stijl.TOKENS}
# Colours that follow from another are refused beside that one.
BRON = {"knop-over": "knop", "keuze": "knop", "link-over": "link"}
GEEN_KLEUR = _("Vul een kleur in als # met zes tekens, bijvoorbeeld #154273.")
GEEN_WAARDE = {
    "letter": _("Vul namen van lettertypen in, met komma's ertussen. Bijvoorbeeld: Verdana, sans-serif."),
    "letter-kop": _("Vul namen van lettertypen in, met komma's ertussen. Bijvoorbeeld: Georgia, serif."),
    "ronding": _("Vul een maat in van 0 tot en met 24px. Bijvoorbeeld: 8px."),
}
UITLEG = {
    "letter": _("Werkt alleen als dit lettertype op uw apparaat staat. Noem achter de komma een ander."),
    "ronding": _("Bijvoorbeeld 8px. Vul 0 in voor rechte hoeken."),
}
# Text that a theme's stylesheet may have; the example theme has 210,000.
MAX_TOKENS = 250_000


class HuisstijlForm(forms.ModelForm):
    tokens = forms.CharField(
        label=_("Tokens van NL Design System"),
        required=False,
        max_length=MAX_TOKENS,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "autocomplete": "off"}),
        help_text=_(
            "Heeft uw gemeente design tokens? Plak hier de CSS, met regels als --utrecht-link-color: #154273; "
            "Wat wij kennen, nemen wij over in de velden hierboven."
        ),
    )
    bestand = forms.FileField(
        label=_("Logo"),
        required=False,
        help_text=_("Een PNG, JPEG of WebP van ten hoogste 500 kB. Het staat op een wit vlak, links bovenaan."),
        widget=forms.FileInput(attrs={"accept": ".png,.jpg,.jpeg,.webp"}),
        error_messages={"empty": _("Het bestand is leeg. Kies een ander plaatje.")},
    )
    logo_weg = forms.BooleanField(label=_("Het logo weghalen"), required=False)

    class Meta:
        model = Huisstijl
        fields = ["thema"]
        widgets = {"thema": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.before = dict(self.instance.tokens)
        velden = {_veld(naam): self._field(naam) for naam in MET_VELD}
        rest = {naam: self.fields[naam] for naam in ("tokens", "bestand", "logo_weg")}
        self.fields = {"thema": self.fields["thema"], **velden, **rest}
        if not self.instance.heeft_logo:
            del self.fields["logo_weg"]

    def _field(self, naam: str) -> forms.CharField:
        ours = stijl.own(Stand.LICHT)[naam]
        return forms.CharField(
            label=str(TOKENS[naam].label).capitalize(),
            required=False,
            max_length=stijl.MAX_WAARDE,
            initial=self.before.get(naam, ""),
            help_text=UITLEG.get(naam, _("Leeg is %(kleur)s") % {"kleur": ours} if ours.startswith("#") else ""),
            widget=forms.TextInput(attrs={"spellcheck": "false", "autocomplete": "off"}),
        )

    def clean_bestand(self) -> Logo | None:
        sent = self.cleaned_data.get("bestand")
        return draw_logo(sent.read(MAX_BYTES + 1)) if sent else None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        typed, pasted = self._typed(data), stijl.read_tokens(data.get("tokens") or "")
        if data.get("tokens") and not pasted:
            self.add_error("tokens", _("Hierin staat geen token dat wij kennen. Plak de CSS van uw design tokens."))
        # New tokens come instead of all that was pasted before.
        kept = {} if pasted else {naam: value for naam, value in self.before.items() if naam not in MET_VELD}
        if not self.errors:
            self.instance.thema, self.instance.tokens = data["thema"], kept | typed | pasted
            self._refuse_unreadable(pasted)
        return data

    def save(self, commit: bool = True) -> Huisstijl:
        data, huisstijl = self.cleaned_data, self.instance
        if data["bestand"] or data.get("logo_weg"):
            huisstijl.logo, huisstijl.logo_breedte, huisstijl.logo_hoogte = data["bestand"] or Logo()
        huisstijl.heeft_logo = bool(huisstijl.logo)
        huisstijl.versie = version_of(huisstijl)
        return cast("Huisstijl", super().save(commit))

    def _typed(self, data: dict[str, Any]) -> dict[str, str]:
        """Return what stands in the fields, as it is kept; what is no value is refused beside its field."""
        typed = {}
        for naam in MET_VELD:
            if text := data.get(_veld(naam)):
                value = TOKENS[naam].clean(text)
                if value is None:
                    self.add_error(_veld(naam), GEEN_WAARDE.get(naam, GEEN_KLEUR))
                else:
                    typed[naam] = value
        return typed

    def _refuse_unreadable(self, pasted: stijl.Waarden) -> None:
        """Refuse a theme in which something can't be read, beside the field that it came from: per colour once."""
        if self.instance.thema == Thema.EIGEN and not self.instance.tokens:
            self.add_error("thema", _("Vul hieronder eerst uw eigen kleuren in, of plak uw tokens."))
        told = set()
        for stand, tekort in stijl.failures(theme_of(self.instance)):
            voor = BRON.get(tekort.paar.voor, tekort.paar.voor)
            if voor not in told:
                told.add(voor)
                self.add_error(self._beside(tekort.paar, pasted), stijl.say(stand, tekort))

    def _beside(self, paar: Any, pasted: stijl.Waarden) -> str:
        if self.instance.thema != Thema.EIGEN:
            return "thema"
        mine = [BRON.get(naam, naam) for naam in (paar.voor, paar.op)]
        if any(naam in pasted for naam in mine):
            return "tokens"
        changed = [naam for naam in mine if naam in self.instance.tokens and naam in MET_VELD]
        return _veld(changed[0]) if changed else "tokens"


def _veld(naam: str) -> str:
    return naam.replace("-", "_")
