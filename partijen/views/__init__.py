from partijen.views.herinneringen import herinneringen
from partijen.views.huisstijl import huisstijl, huisstijl_css, huisstijl_logo
from partijen.views.leden import (
    lid_nieuw,
    lid_stop,
    lid_wijzig,
    uitnodiging_akkoord,
    uitnodiging_intrek,
    uitnodiging_opnieuw,
)
from partijen.views.partijen import (
    contact_nieuw,
    contact_weg,
    contact_wijzig,
    detail,
    instellingen,
    lijst,
    nieuw,
    wijzig,
)
from partijen.views.uitnodiging import uitnodiging

__all__ = [
    "contact_nieuw",
    "contact_weg",
    "contact_wijzig",
    "detail",
    "herinneringen",
    "huisstijl",
    "huisstijl_css",
    "huisstijl_logo",
    "instellingen",
    "lid_nieuw",
    "lid_stop",
    "lid_wijzig",
    "lijst",
    "nieuw",
    "uitnodiging",
    "uitnodiging_akkoord",
    "uitnodiging_intrek",
    "uitnodiging_opnieuw",
    "wijzig",
]
