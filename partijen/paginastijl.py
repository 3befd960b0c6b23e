"""Which look a page gets: that of the reader's gemeente, light or dark as the reader chose."""

import hashlib
import json
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import reverse

from partijen.huisstijl import Stand, Thema, Waarden, voorbeeld
from partijen.lidmaatschap import memberships_of
from partijen.models import Huisstijl
from toegang.models import Weergave

# When the dark colours hold; on paper never.
DONKER = {Weergave.SYSTEEM: "screen and (prefers-color-scheme: dark)", Weergave.DONKER: "screen"}
# What the browser draws itself, before our sheets are there: its ground, bars and pickers.
SCHEMA = {Weergave.SYSTEEM: "light dark", Weergave.LICHT: "light", Weergave.DONKER: "dark"}


class Stijl(NamedTuple):
    """What the head of a page needs to know; an address is empty where our own look holds."""

    weergave: str = Weergave.SYSTEEM
    donker_media: str = DONKER[Weergave.SYSTEEM]
    schema: str = SCHEMA[Weergave.SYSTEEM]
    licht_css: str = ""
    donker_css: str = ""
    logo: str = ""
    logo_breedte: int = 0
    logo_hoogte: int = 0
    gemeente: str = ""


def page_style(request: HttpRequest) -> dict[str, Any]:
    """Return the look of this page; it costs no query, for it is read along with the memberships."""
    user = request.user
    if not user.is_authenticated:
        return {"stijl": Stijl()}
    weergave = Weergave(user.weergave)
    own: dict[str, Any] = {"weergave": weergave, "donker_media": DONKER.get(weergave, ""), "schema": SCHEMA[weergave]}
    return {"stijl": _of_gemeente(user)._replace(**own)}


def huisstijl_of(gemeente_id: int) -> Huisstijl:
    """Return the look of a gemeente; where none was saved, ours."""
    return Huisstijl.objects.filter(gemeente_id=gemeente_id).first() or Huisstijl(gemeente_id=gemeente_id)


def theme_of(huisstijl: Huisstijl) -> Waarden:
    """Return what a look changes of our own values."""
    if huisstijl.thema == Thema.EIGEN:
        return huisstijl.tokens
    return voorbeeld() if huisstijl.thema == Thema.VOORBEELD else {}


def version_of(huisstijl: Huisstijl) -> str:
    """Return a short name for exactly this look."""
    content = json.dumps([huisstijl.thema, huisstijl.tokens], sort_keys=True).encode()
    return hashlib.sha256(content + bytes(huisstijl.logo)).hexdigest()[:16]


def _of_gemeente(user: Any) -> Stijl:
    # A partner's people work for several gemeentes: they get our own look. Of whoever is in two, the first counts.
    partij = next((lid.partij for lid in memberships_of(user) if lid.partij.is_gemeente), None)
    huisstijl = getattr(partij, "huisstijl", None)
    if partij is None or huisstijl is None:
        return Stijl()
    css: dict[str, Any] = {}
    if huisstijl.thema != Thema.LEERWERK:
        css = {f"{stand}_css": _address(huisstijl, "huisstijl_css", stand) for stand in Stand}
    logo = _address(huisstijl, "huisstijl_logo") if huisstijl.heeft_logo else ""
    return Stijl(
        gemeente=partij.naam,
        logo=logo,
        logo_breedte=huisstijl.logo_breedte,
        logo_hoogte=huisstijl.logo_hoogte,
        **css,
    )


def _address(huisstijl: Huisstijl, name: str, *args: str) -> str:
    return f"{reverse(f'partijen:{name}', args=[huisstijl.gemeente_id, *args])}?v={huisstijl.versie}"
