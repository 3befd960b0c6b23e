"""Who must be at a meeting too, and what mail and calendar tell them: when, where, in which trajectory; not who."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from berichten.enums import BerichtStatus
from berichten.mail import site_url
from berichten.models import Bericht
from berichten.outbox import Aanvraag, enqueue_many
from berichten.soorten import BerichtSoort, Mail, zaak_of
from berichten.soorten import register as register_soort
from berichten.uitnodiging import Uitnodiging
from deelnemers.enums import OntmoetingStatus
from deelnemers.herinneringen import mentor_of
from deelnemers.models import Deelname, Ontmoeting
from partijen.models import Partij
from partijen.ontvangers import members_of
from toegang.models import User
from trajecten.models import Rolinvulling
from trajecten.ontvangers import holders_of

SOORT = "ontmoeting"


def register() -> None:
    """Register the mail that invites, changes and calls off."""
    register_soort(
        BerichtSoort(code=SOORT, naam=gettext_lazy("Uitnodiging"), find=_find, still_due=_is_due, render=_render)
    )


def invite(ontmoeting: Ontmoeting, *, door: User | None) -> None:
    """Tell whoever else must be there how a meeting stands now; inside the transaction that changed it.

    Nobody is told what they did themselves.
    """
    af = ontmoeting.status == OntmoetingStatus.AFGEZEGD
    told = {user: af for user in others_at(ontmoeting) if user != door}
    _tell(ontmoeting, told, sleutel=f"{ontmoeting.pk}:{ontmoeting.versie}")


def pass_on(ontmoeting: Ontmoeting, *, van: User | None, naar: User | None) -> None:
    """Tell a new mentor of a meeting, and the one before that it is off; for the others nothing changed."""
    told = ({van: True} if van else {}) | ({naar: False} if naar else {})
    # From one to another and back on one day is told three times.
    _tell(ontmoeting, told, sleutel=f"{ontmoeting.pk}:{ontmoeting.versie}:{timezone.now().isoformat()}")


def _tell(ontmoeting: Ontmoeting, told: Mapping[User, bool], *, sleutel: str) -> None:
    enqueue_many(
        Aanvraag(
            soort=SOORT,
            sleutel=sleutel,
            ontvanger=ontvanger,
            gegevens={"ontmoeting": ontmoeting.pk, "versie": ontmoeting.versie, "af": off},
            eigenaar=ontmoeting.deelname.deelnemer.gemeente_id,
        )
        for ontvanger, off in told.items()
    )


def others_at(ontmoeting: Ontmoeting) -> list[User]:
    """Return who must be there besides the participant: the mentor, and the people of the employer."""
    deelname = Deelname.objects.with_begeleid().select_related("mentor").get(pk=ontmoeting.deelname_id)
    return [*mentor_of(deelname), *_people_of(ontmoeting.werkgever, ontmoeting)]


def in_calendar(ontmoeting: Ontmoeting, *, pad: str, afgezegd: bool) -> Uitnodiging:
    """Return a meeting as it stands in a calendar: the same line in an invitation and in someone's own feed."""
    return Uitnodiging(
        code=f"ontmoeting-{ontmoeting.pk}",
        versie=ontmoeting.versie,
        begin=ontmoeting.begin,
        einde=ontmoeting.einde,
        titel=f"{ontmoeting.get_soort_display()} · {ontmoeting.deelname.traject}",
        plaats=_public_place(ontmoeting),
        url=site_url(pad),
        afgezegd=afgezegd,
    )


def _people_of(werkgever: Partij | None, ontmoeting: Ontmoeting) -> list[User]:
    """Return who of an employer hears of it: whoever has its role in this trajectory, else all its people."""
    if werkgever is None:
        return []
    rollen = Rolinvulling.objects.of_traject(ontmoeting.deelname.traject).committed().filter(partij=werkgever)
    named = [user for rij in rollen.exclude(persoon=None).select_related("persoon") for user in holders_of(rij)]
    return list(dict.fromkeys(named)) or members_of(werkgever.pk)


def _is_due(bericht: Bericht) -> bool:
    """Return whether this still has to be told, by how the meeting and its company stand now.

    Of two changes in a row the first need not be; whoever never heard of it need not hear that it is off.
    """
    ontmoeting = zaak_of(bericht, _find)
    if ontmoeting is None:
        return False
    expected = ontmoeting.status == OntmoetingStatus.GEPLAND and bericht.ontvanger in others_at(ontmoeting)
    if bericht.gegevens["af"]:
        return not expected and _was_invited(bericht)
    return expected and ontmoeting.versie == bericht.gegevens["versie"]


def _was_invited(bericht: Bericht) -> bool:
    told = Bericht.objects.filter(soort=SOORT, ontvanger=bericht.ontvanger_id, status=BerichtStatus.VERZONDEN)
    return told.filter(sleutel__startswith=f"{SOORT}:{bericht.gegevens['ontmoeting']}:").exists()


def _find(berichten: Sequence[Bericht]) -> dict[int, Ontmoeting]:
    """Return the meeting that each of these mails is about, by the id of the mail."""
    about = {bericht.pk: bericht.gegevens["ontmoeting"] for bericht in berichten}
    related = ("deelname__traject", "deelname__mentor", "werkgever")
    found = Ontmoeting.objects.select_related(*related).in_bulk(set(about.values()))
    return {mail: found[pk] for mail, pk in about.items() if pk in found}


def _render(bericht: Bericht) -> Mail:
    ontmoeting = zaak_of(bericht, _find)
    af = bericht.gegevens["af"]
    deelname = ontmoeting.deelname
    words = {
        "wat": ontmoeting.get_soort_display(),
        "traject": deelname.traject.naam,
        "dag": date_format(ontmoeting.dag, "l j F Y"),
        "tijd": time_format(ontmoeting.tijd, "H:i"),
        "plaats": _public_place(ontmoeting),
    }
    mentor = deelname.mentor_id == bericht.ontvanger_id
    # An employer has no business in the file before someone is placed there: it stands on their start page.
    pad = reverse("deelnemers:detail", args=[deelname.deelnemer_id]) if mentor else reverse("inzicht:start")
    return Mail(
        onderwerp=_subject(ontmoeting, af=af) % words,
        alineas=(
            _("%(wat)s in traject %(traject)s: %(dag)s om %(tijd)s uur.") % words,
            _("Dit gaat niet door. Het verdwijnt uit uw agenda.") if af else _where(ontmoeting) % words,
            _("Achter de knop ziet u om wie het gaat.") if mentor else _("Vragen? Bel de mentor of de gemeente."),
        ),
        knop=_("Naar de deelnemer") if mentor else _("Naar mijn werk"),
        pad=pad,
        waarom=_("U krijgt dit bericht omdat u hierbij bent. Zet het met de uitnodiging in uw agenda."),
        uitnodiging=in_calendar(ontmoeting, pad=pad, afgezegd=af),
    )


def _public_place(ontmoeting: Ontmoeting) -> str:
    """Return the place for a mail and a calendar, which others may read: a talk with the mentor may be at home."""
    return ontmoeting.plaats if ontmoeting.werkgever_id else ""


def _where(ontmoeting: Ontmoeting) -> str:
    return _("Waar: %(plaats)s.") if ontmoeting.werkgever_id else _("De plaats staat achter de knop.")


def _subject(ontmoeting: Ontmoeting, *, af: bool) -> str:
    if af:
        return _("Gaat niet door: %(wat)s, %(dag)s")
    return _("Veranderd: %(wat)s, %(dag)s") if ontmoeting.versie else _("Uitnodiging: %(wat)s, %(dag)s")
