"""Components with a body, as `{% kaart %}` to `{% endkaart %}`: each renders one partial around what stands inside."""

from typing import Any, NamedTuple

from django import template
from django.utils.safestring import SafeString

register = template.Library()


class Kaart(NamedTuple):
    """What a card may be told: `kop` is the id of its heading, `anker` its own; `nr` goes behind both."""

    titel: str = ""
    kop: str = ""
    niveau: int = 2
    # A word of the white paper in the heading, to explain there.
    begrip: str = ""
    klasse: str = ""
    element: str = ""
    anker: str = ""
    label: str = ""
    nr: int | None = None
    # A link on the same page leads to the heading: it takes the focus then.
    sprong: bool = False


@register.simple_block_tag(takes_context=True)
def kaart(context: template.Context, content: SafeString, titel: str = "", **eigen: Any) -> SafeString:
    """Render a card with a title, or with a heading of its own inside; see Kaart for what else it may be told."""
    values = Kaart(titel, **eigen)._asdict()
    if values["nr"] is not None:
        values |= {veld: f"{values[veld]}-{values['nr']}" for veld in ("kop", "anker") if values[veld]}
    values["element"] = values["element"] or ("section" if values["kop"] or values["label"] else "div")
    return _render(context, "_kaart.html", {"inhoud": content, **values})


@register.simple_block_tag(takes_context=True)
def dialoog(context: template.Context, content: SafeString, naam: str, titel: str, **data: Any) -> SafeString:
    """Render a dialog that a script opens by its id; `data` is what that script reads from it, as data attributes."""
    attributen = {veld.replace("_", "-"): waarde for veld, waarde in data.items()}
    return _render(context, "_dialoog.html", {"inhoud": content, "naam": naam, "titel": titel, "data": attributen})


@register.simple_block_tag(takes_context=True)
def voortgang(
    context: template.Context,
    content: SafeString,
    naam: str,
    tekst: str,
    *,
    stand: str,
    adres: str = "",
    fase: str = "",
    pogingen: int = 1,
) -> SafeString:
    """Show how far a worker is: `stand` is bezig, klaar or mislukt; as long as it is bezig, `adres` is asked again."""
    values = {
        "inhoud": content,
        "naam": naam,
        "tekst": tekst,
        "stand": stand,
        "adres": adres,
        "fase": fase,
        "pogingen": pogingen,
    }
    return _render(context, "_voortgang.html", values)


@register.inclusion_tag("_stappen.html")
def stappen(*namen: str, nu: int) -> dict[str, Any]:
    """Show the steps of a task by name; `nu` is the number of the one that is being done."""
    return {"stappen": namen, "nu": nu}


def _render(context: template.Context, naam: str, values: dict[str, Any]) -> SafeString:
    engine = context.template.engine  # type: ignore[union-attr]  # a tag runs in a template that is being rendered
    with context.push(**values):
        return engine.get_template(naam).render(context)
