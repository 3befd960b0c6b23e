"""Who changed a participant's file, and who read it: when, what, and on what ground (AVG art. 5, 30 and 32)."""

from collections import defaultdict
from collections.abc import Iterable

from django.forms import BaseForm

from deelnemers.models import Checkin, Deelname, Deelnemer, Plaatsing, Signaal, Voortgang
from toegang.guard import Request
from toegang.logboek import Handeling, note, note_many
from toegang.logregels import Plaats, track
from toegang.relaties import Relatie


def register() -> None:
    """Have every change to a participant's file written down: which field, never what stood in it."""
    track(Deelnemer, plaats=lambda deelnemer: Plaats(deelnemer.gemeente_id, deelnemer.pk))
    track(Deelname, plaats=_of_deelname)
    track(Voortgang, plaats=lambda voortgang: _of_deelname(voortgang.deelname))
    track(Plaatsing, plaats=lambda plaatsing: _of_deelname(plaatsing.deelname))
    track(Checkin, plaats=lambda checkin: _of_deelname(checkin.deelname))
    track(Signaal, plaats=lambda signaal: _of_deelname(signaal.checkin.deelname))


def _of_deelname(deelname: Deelname) -> Plaats:
    return Plaats(deelname.deelnemer.gemeente_id, deelname.deelnemer_id)


def log_read(request: Request, deelnemer: Deelnemer) -> None:
    """Write down that this person read this participant's file, at which address and by which relations they may.

    A form that is sent shows nothing that its page did not: only reading counts.
    """
    if request.method == "POST":
        return
    note(
        Handeling.INZIEN,
        onderwerp=deelnemer,
        door=request.user,
        grond=request.relaties - {Relatie.INGELOGD},
        details={"pagina": _page(request)},
    )


def log_list(request: Request, deelnemers: Iterable[Deelnemer], *, form: BaseForm | None = None) -> None:
    """Write down whom this person saw on a list: one line per gemeente, and none for an empty list.

    Of a filter form the names of the fields that were used, not what was typed in them: that may be a name.
    """
    per_gemeente: dict[int, set[int]] = defaultdict(set)
    for deelnemer in deelnemers:
        per_gemeente[deelnemer.gemeente_id].add(deelnemer.pk)
    if not per_gemeente or request.method == "POST":
        return
    note_many(
        Handeling.INZIEN,
        onderwerp=Deelnemer,
        betrokkenen=per_gemeente,
        grond=request.relaties - {Relatie.INGELOGD},
        details={"pagina": _page(request), "filter": _used(form)},
    )


def _used(form: BaseForm | None) -> list[str]:
    return [name for name, value in form.cleaned_data.items() if value] if form and form.is_valid() else []


def _page(request: Request) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""
