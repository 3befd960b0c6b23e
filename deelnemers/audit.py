"""Who changed a participant's file, and who read it: when, what, and on what ground (AVG art. 5, 30 and 32)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import partial

from django.forms import BaseForm
from django.http import HttpRequest

from deelnemers.models import (
    Checkin,
    Deelname,
    Deelnemer,
    EigenPaginaTekst,
    Ontmoeting,
    Paginalink,
    Plaatsing,
    Signaal,
    Voortgang,
    Wens,
)
from partijen.relaties import to_gemeente
from toegang.guard import Request, on_shown
from toegang.logboek import Handeling, note, note_many
from toegang.logregels import Plaats, register_betrokkene, track
from toegang.models import User
from toegang.relaties import Relatie, Relaties
from toegang.rijbeveiliging import boven_de_rijen
from trajecten.models import Afspraak
from trajecten.querysets import werkpartijen_of

# Someone on a list, and what the reader is to them.
Gezien = tuple[Deelnemer, Relaties]


def register() -> None:
    """Have every change to a participant's file written down: which field, never what stood in it."""
    track(Deelnemer, plaats=lambda deelnemer: Plaats(deelnemer.gemeente_id, deelnemer.pk))
    track(Deelname, plaats=_of_deelname)
    track(Voortgang, plaats=lambda voortgang: _of_deelname(voortgang.deelname))
    track(Plaatsing, plaats=lambda plaatsing: _of_deelname(plaatsing.deelname))
    track(Checkin, plaats=lambda checkin: _of_deelname(checkin.deelname))
    track(Signaal, plaats=lambda signaal: _of_deelname(signaal.checkin.deelname))
    track(Paginalink, plaats=lambda link: _of_deelname(link.deelname))
    track(Ontmoeting, plaats=lambda ontmoeting: _of_deelname(ontmoeting.deelname))
    track(Wens, plaats=lambda wens: _of_deelname(wens.deelname))
    track(
        EigenPaginaTekst,
        plaats=lambda tekst: Plaats(tekst.gemeente_id),
        open_velden=("gemeente", "taal", "code"),
        zonder=("gelezen_versie",),
    )
    register_betrokkene(Afspraak, _whom_agreed_about)


def _of_deelname(deelname: Deelname) -> Plaats:
    return Plaats(deelname.deelnemer.gemeente_id, deelname.deelnemer_id)


def _whom_agreed_about(afspraak: Afspraak) -> int | None:
    """Return whose check-in ended with this agreement, whoever changes it: who keeps it may not see the check-in."""
    if known := getattr(afspraak, "betrokkene", None):
        return int(known)
    with boven_de_rijen():
        return Checkin.objects.filter(afspraak=afspraak.pk).values_list("deelname__deelnemer", flat=True).first()


def log_read(request: Request, deelnemer: Deelnemer) -> None:
    """Write down that this person read this participant's file, at which address and by which relations they may.

    Once the answer turns out to be a page: a form that is refused shows the file as much as one that is asked for.
    """
    on_shown(request, partial(_note_read, request, deelnemer))


def log_bearer(request: HttpRequest, deelnemer: Deelnemer) -> None:
    """Write down that the own page of a participant was opened by its link: by whom nobody knows, unless signed in."""
    if request.method == "HEAD":
        return
    note(Handeling.INZIEN, onderwerp=deelnemer, details={"pagina": _page(request)})


def log_list(request: Request, gezien: Iterable[Gezien], *, form: BaseForm | None = None) -> None:
    """Write down whom this person saw on a list, and what they are to each: none for an empty list.

    Of a filter form the names of the fields that were used, not what was typed in them: that may be a name.
    """
    per_gemeente: dict[int, set[int]] = defaultdict(set)
    grond: dict[int, set[str]] = defaultdict(set)
    for deelnemer, relaties in gezien:
        per_gemeente[deelnemer.gemeente_id].add(deelnemer.pk)
        grond[deelnemer.pk] |= relaties - {Relatie.INGELOGD}
    details = {"pagina": _page(request), "filter": used(form)}
    on_shown(
        request,
        partial(
            note_many, Handeling.INZIEN, onderwerp=Deelnemer, betrokkenen=per_gemeente, grond=grond, details=details
        ),
    )


def of_gemeente(user: User, deelnemers: Iterable[Deelnemer]) -> Iterator[Gezien]:
    """Return people from a list of the own gemeentes alone, each with what the user is to them."""
    return ((deelnemer, to_gemeente(user, deelnemer.gemeente_id)) for deelnemer in deelnemers)


def of_gemeente_or_mentor(user: User, deelnames: Iterable[Deelname]) -> Iterator[Gezien]:
    """Return people from a list of own participants and the own gemeente's, each with what the user is to them."""
    werk = werkpartijen_of(user)
    for deelname in deelnames:
        mentor = deelname.mentor_id == user.pk and deelname.mentor_partij_id in werk
        own = frozenset({Relatie.EIGEN_MENTOR}) if mentor else frozenset()
        yield deelname.deelnemer, to_gemeente(user, deelname.deelnemer.gemeente_id) | own


def _note_read(request: Request, deelnemer: Deelnemer) -> None:
    grond = request.relaties - {Relatie.INGELOGD}
    note(Handeling.INZIEN, onderwerp=deelnemer, door=request.user, grond=grond, details={"pagina": _page(request)})


def used(form: BaseForm | None) -> list[str]:
    """Return the names of the fields of a filter form that were used."""
    return [name for name, value in form.cleaned_data.items() if value] if form and form.is_valid() else []


def _page(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""
