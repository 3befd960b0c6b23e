"""The form in which a gemeente chooses how its screens look, and is told which colours can't be read together."""

from typing import Any, NamedTuple, cast

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from partijen import huisstijl as stijl
from partijen.huisstijl import Stand, Thema
from partijen.logo import MAX_BYTES, Logo, draw_logo
from partijen.models import Huisstijl
from partijen.paginastijl import version_of


class Groep(NamedTuple):
    """Tokens whose fields stand together, and what is said above them."""

    titel: str | Promise
    namen: tuple[str, ...]


class Tokenveld(NamedTuple):
    """The field of one token, and the colour to show beside it."""

    veld: forms.BoundField
    kleur: str


class Veldgroep(NamedTuple):
    """Fields that stand together, under a title that opens and shuts them."""

    titel: str | Promise
    velden: list[Tokenveld]
    open: bool


# Every token has a field: what a gemeente has, it sees, changes and empties.
GROEPEN = (
    Groep(_("Balk, knoppen en links"), ("merk", "merk-tekst", "merk-accent", "knop", "knop-tekst", "link", "focus")),
    Groep(_("Pagina"), ("achtergrond", "kaart", "vlak", "rand", "veldrand", "tekst", "stil")),
    Groep(
        _("Meldingen en statussen"),
        ("goed", "let-op", "fout", "goed-vlak", "let-op-vlak", "fout-vlak", "info-vlak"),
    ),
    Groep(_("Letters"), ("letter", "letter-kop", "tekstmaat", "kopmaat")),
    Groep(_("Maten"), ("ronding", "ruimte")),
)
TOKENS = {token.naam: token for token in stijl.TOKENS}
# Colours that follow from another are refused beside that one.
BRON = {"knop-over": "knop", "keuze": "knop", "link-over": "link"}
GEEN_KLEUR = _("Vul een kleur in als # met zes tekens, bijvoorbeeld #154273.")
GEEN_LETTER = {
    "letter": _("Vul namen van lettertypen in, met komma's ertussen. Bijvoorbeeld: Verdana, sans-serif."),
    "letter-kop": _("Vul namen van lettertypen in, met komma's ertussen. Bijvoorbeeld: Georgia, serif."),
}
UITLEG = {
    "letter": _("Werkt alleen als dit lettertype op uw apparaat staat. Noem achter de komma een ander."),
    "ronding": _("Bijvoorbeeld 8px. Vul 0 in voor rechte hoeken."),
}
# Of a stylesheet with thousands of tokens, and of a name or value without an end, so much is told.
MAX_GENOEMD = 10
MAX_TEKENS = 60
# A ground that fits nothing fails with all that stands on it: who has read a few of those knows enough.
MAX_PAREN = 5
# Text that a theme's stylesheet may have; the example theme has 210,000.
MAX_TOKENS = 250_000


class HuisstijlForm(forms.ModelForm):
    tokens = forms.CharField(
        label=_("Tokens van NL Design System"),
        required=False,
        max_length=MAX_TOKENS,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "autocomplete": "off"}),
        help_text=_(
            "Heeft uw gemeente design tokens? Plak hier de CSS, met regels als “--utrecht-link-color: #154273;”. "
            "Wat wij kennen, nemen wij over in de velden hierboven, in plaats van wat daar staat."
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
        velden = {_veld(naam): self._field(token) for naam, token in TOKENS.items()}
        rest = {naam: self.fields[naam] for naam in ("tokens", "bestand", "logo_weg")}
        self.fields = {"thema": self.fields["thema"], **velden, **rest}
        if not self.instance.heeft_logo:
            del self.fields["logo_weg"]

    def _field(self, token: stijl.Token) -> forms.CharField:
        return forms.CharField(
            label=str(token.label).capitalize(),
            required=False,
            max_length=stijl.MAX_WAARDE,
            initial=token.show(self.instance.tokens.get(token.naam, "")),
            help_text=UITLEG.get(token.naam) or _empty_is(token),
            widget=forms.TextInput(attrs={"spellcheck": "false", "autocomplete": "off"}),
        )

    def groups(self) -> list[Veldgroep]:
        """Return the fields of the tokens as they stand together; a group in which something stands is open."""
        return [self._group(groep, first=groep is GROEPEN[0]) for groep in GROEPEN]

    def _group(self, groep: Groep, *, first: bool) -> Veldgroep:
        velden = [Tokenveld(self[_veld(naam)], self._shown_colour(naam)) for naam in groep.namen]
        filled = any(veld.veld.value() or veld.veld.errors for veld in velden)
        return Veldgroep(groep.titel, velden, first or filled)

    def _shown_colour(self, naam: str) -> str:
        """Return the colour that a field stands for: what is in it, or ours; nothing where it is no colour."""
        if naam in stijl.MATEN:
            return ""
        return stijl.clean_kleur(self[_veld(naam)].value() or "") or stijl.own(Stand.LICHT)[naam]

    def report(self) -> list[str]:
        """Return in words what became of the tokens that were pasted; nothing where none were."""
        found = (
            (_("Overgenomen: %(namen)s."), self.pasted.overgenomen),
            (_("Niet gebruikt: %(namen)s."), self.pasted.ongebruikt),
        )
        return [tekst % {"namen": _enumerate(namen)} for tekst, namen in found if namen]

    def clean_bestand(self) -> Logo | None:
        sent = self.cleaned_data.get("bestand")
        return draw_logo(sent.read(MAX_BYTES + 1)) if sent else None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self.pasted = stijl.read_css(data.get("tokens") or "")
        typed = self._typed(data)
        self._refuse_pasted(data.get("tokens") or "")
        if not self.errors:
            self.instance.thema, self.instance.tokens = data["thema"], typed | self.pasted.theme
            self._refuse_unreadable()
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
        for naam, token in TOKENS.items():
            if text := data.get(_veld(naam)):
                value = token.clean(text)
                if value is None:
                    self.add_error(_veld(naam), _what_it_takes(token))
                else:
                    typed[naam] = value
        return typed

    def _refuse_pasted(self, css: str) -> None:
        """Refuse what holds nothing of ours, and every token of ours with a value that we can't use, by name."""
        refused = list(self.pasted.geweigerd.items())
        if css and not refused and not self.pasted.theme:
            self.add_error("tokens", _("Hierin staat geen token dat wij kennen. Plak de CSS van uw design tokens."))
        for name, (token, text) in refused[:MAX_GENOEMD]:
            self.add_error("tokens", f"--{name}: {_shorten(text)}. {_what_it_takes(token)}")

    def _refuse_unreadable(self) -> None:
        """Refuse own values of which something can't be read, beside the field that it came from: per colour once.

        Whatever look is chosen: what is kept now is one choice away from everyone's screen. Our own look and the
        example are kept readable by a test.
        """
        if self.instance.thema == Thema.EIGEN and not self.instance.tokens:
            self.add_error("thema", _("Vul hieronder eerst uw eigen kleuren in, of plak uw tokens."))
        told = set()
        for stand, tekort in stijl.failures(self.instance.tokens):
            voor, veld = BRON.get(tekort.paar.voor, tekort.paar.voor), self._beside(tekort.paar)
            if voor not in told and len(self.errors.get(veld, ())) < MAX_PAREN:
                told.add(voor)
                self.add_error(veld, stijl.say(stand, tekort))

    def _beside(self, paar: Any) -> str:
        mine = [BRON.get(naam, naam) for naam in (paar.voor, paar.op)]
        if any(naam in self.pasted.theme for naam in mine):
            return "tokens"
        return next((_veld(naam) for naam in mine if naam in self.instance.tokens), "tokens")


def _veld(naam: str) -> str:
    return naam.replace("-", "_")


def _empty_is(token: stijl.Token) -> str:
    """Return what an empty field stands for; of a typeface that says nothing to anyone."""
    ours = stijl.own(Stand.LICHT)[token.naam]
    if token.grenzen:
        return _("Van %(laagste)s tot en met %(hoogste)s. Leeg is %(ons)s.") % _bounds(token)
    return _("Leeg is %(kleur)s") % {"kleur": ours} if ours.startswith("#") else ""


def _what_it_takes(token: stijl.Token) -> str:
    """Return in words what a token takes, for who gave something else."""
    if token.grenzen:
        return _("Vul een maat in van %(laagste)s tot en met %(hoogste)s. Bijvoorbeeld: %(ons)s.") % _bounds(token)
    return str(GEEN_LETTER.get(token.naam, GEEN_KLEUR))


def _bounds(token: stijl.Token) -> dict[str, str]:
    laagste, hoogste = (stijl.show_maat(f"{grens}rem") for grens in token.grenzen or (0, 0))
    return {"laagste": laagste, "hoogste": hoogste, "ons": token.show(stijl.own(Stand.LICHT)[token.naam])}


def _enumerate(namen: list[str]) -> str:
    told = ", ".join(f"--{_shorten(naam)}" for naam in namen[:MAX_GENOEMD])
    more = len(namen) - MAX_GENOEMD
    return _("%(namen)s en nog %(aantal)s") % {"namen": told, "aantal": more} if more > 0 else told


def _shorten(text: str) -> str:
    return text if len(text) <= MAX_TEKENS else f"{text[:MAX_TEKENS]}…"
