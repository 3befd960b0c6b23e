"""What a gemeente may set: usual values and bounds, as data; and the one way to read them."""

from typing import TYPE_CHECKING, NamedTuple

from toegang.logregels import LAAGSTE_TERMIJN

if TYPE_CHECKING:
    from partijen.models import GemeenteInstelling


class Bereik(NamedTuple):
    """A usual value and the bounds within which a gemeente may change it."""

    gewoon: int
    laagste: int
    hoogste: int


# Minutes without a request after which someone is signed out (BIO 9.4.2 asks for a limit; the length is a choice).
WACHTTIJD = Bereik(gewoon=30, laagste=15, hoogste=60)
# Years after the end of the last trajectory (AVG art. 5 lid 1 e).
BEWAARTERMIJN = Bereik(gewoon=5, laagste=1, hoogste=10)
# Years that the log of who read what is kept.
LOGBOEKTERMIJN = Bereik(gewoon=5, laagste=LAAGSTE_TERMIJN, hoogste=10)
# Participants that one mentor guides at one time: a choice of each gemeente, no figure of the white paper.
PER_MENTOR = Bereik(gewoon=25, laagste=1, hoogste=100)


def instelling_of(gemeente_id: int) -> "GemeenteInstelling":
    """Return the settings of a gemeente; where none were saved, the usual values."""
    from partijen.models import GemeenteInstelling  # noqa: PLC0415 - the model takes its bounds from this module

    found = GemeenteInstelling.objects.filter(gemeente_id=gemeente_id).first()
    return found or GemeenteInstelling(gemeente_id=gemeente_id)
