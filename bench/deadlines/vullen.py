"""So many open deadlines of each sort, a hundred of them due for each rule: one row by the models, the rest copied."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone

from berichten.models import Bericht
from deelnemers.enums import DeelnameStatus
from deelnemers.models import Checkin, Deelname, Deelnemer
from partijen.enums import Functie, PartijSoort, Rol
from partijen.models import Lidmaatschap, Partij
from toegang.models import User
from trajecten.enums import Component, Niveau, RolStatus, Sector, Uitkomst
from trajecten.mails import GEVRAAGD
from trajecten.models import Afspraak, Fase, Rolinvulling, Traject

# Due for each rule.
NU = 100
DAG = timedelta(days=1)
# So many days ahead the deadlines lie that are not due: further than any rule looks.
VERDER, SPREIDING = 100, 1000
# The number of a copy in SQL, and the id of the row that has it in another table: copies keep the order of their rows.
EEN_VAN = "(SELECT min(id) FROM {}) + g"


def fill(total: int) -> None:
    """Make so many open agreements, phases, requests, participants and waiting mails, among them those that are due."""
    today = timezone.localdate()
    with transaction.atomic():
        with connection.cursor() as cursor:
            # A million foreign keys that are right by how they are made need not be looked at one by one.
            cursor.execute("SET LOCAL session_replication_role = replica")
        traject = _traject(today)
        copy(traject, total - 1)
        _afspraken(traject, total, today)
        _fasen(traject, total, today)
        _rollen(total, today)
        _deelnames(traject, total, today)
        _berichten(traject.regisseur, total)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def copy(row: models.Model, times: int, **columns: str) -> None:
    """Copy a row so many times; a column that is to differ gets an expression of SQL, in which g counts from 1."""
    fields = [field for field in row._meta.concrete_fields if not field.primary_key]
    chosen = [columns.get(field.attname) or f"t.{_quoted(field.column)}" for field in fields]
    table = _quoted(row._meta.db_table)
    names = ", ".join(_quoted(field.column) for field in fields)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({names}) SELECT {', '.join(chosen)} "  # noqa: S608 - names of our own columns
            f"FROM {table} t, generate_series(1, %s) g WHERE t.id = %s ORDER BY g",
            [times, row.pk],
        )


def due_first(days: Mapping[int, date], otherwise: date) -> str:
    """Return an expression of SQL: the n-th hundred of copies on the n-th day, the rest spread after a day."""
    cases = "".join(f"WHEN g BETWEEN {NU * n + 1} AND {NU * (n + 1)} THEN date '{day}' " for n, day in days.items())
    return f"CASE {cases} ELSE date '{otherwise}' + (g %% {SPREIDING})::int END"


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _traject(today: date) -> Traject:
    gemeente = Partij.objects.create(naam="Proefstad", soort=PartijSoort.GEMEENTE)
    regisseur = User.objects.create_user("regie@proefstad.example", naam="Regie")
    Lidmaatschap.objects.create(gebruiker=regisseur, partij=gemeente, functie=Functie.COORDINATOR)
    return Traject.objects.create(
        gemeente=gemeente,
        naam="Groen aan het werk",
        sjabloon="generiek",
        sector=Sector.GROEN,
        niveau=Niveau.GEEN,
        uitkomst=Uitkomst.CERTIFICAAT,
        startdatum=today,
        groepsgrootte=12,
        regisseur=regisseur,
    )


def _afspraken(traject: Traject, total: int, today: date) -> None:
    later = today + VERDER * DAG
    first = Afspraak.objects.create(
        traject=traject,
        gemeente=traject.gemeente,
        wat="Bel de kinderopvang",
        persoon=traject.regisseur,
        gemaakt_door=traject.regisseur,
        deadline=later,
    )
    deadline = due_first({0: today, 1: today - 3 * DAG}, later)
    copy(first, total - 1, traject_id=EEN_VAN.format("trajecten_traject"), deadline=deadline)


def _fasen(traject: Traject, total: int, today: date) -> None:
    later = today + VERDER * DAG
    first = Fase.objects.create(
        traject=traject, component=Component.LEERWERK, volgorde=1, start=later, eind=later + 2 * SPREIDING * DAG
    )
    # Of the first hundred the start is near; of the next three hundred the end is, or it is past.
    begun = dict.fromkeys((1, 2, 3), today - 30 * DAG)
    start = due_first({0: today + 7 * DAG} | begun, later)
    eind = due_first({1: today + 10 * DAG, 2: today + 2 * DAG, 3: today - 5 * DAG}, first.eind)
    copy(first, total - 1, traject_id=EEN_VAN.format("trajecten_traject"), start=start, eind=eind)


def _rollen(total: int, today: date) -> None:
    partij = Partij.objects.create(naam="Werkgever", soort=PartijSoort.WERKGEVER)
    for n in range(2):
        user = User.objects.create_user(f"lid{n}@werkgever.example", naam=f"Lid {n}")
        Lidmaatschap.objects.create(gebruiker=user, partij=partij, functie=Functie.MEDEWERKER)
    fase = Fase.objects.order_by("pk")[0]
    asked = Rolinvulling.objects.create(
        fase=fase, rol=Rol.WERKGEVER, partij=partij, persoon=user, status=RolStatus.GEVRAAGD, gevraagd_op=today
    )
    of_fase = EEN_VAN.format("trajecten_fase")
    # Asked in the last days, but for a hundred so long ago that each of the three rules speaks of them.
    since = f"CASE WHEN g <= {NU} THEN date '{today - 20 * DAG}' ELSE date '{today}' - (g %% 6)::int END"
    copy(asked, total - 1, fase_id=of_fase, gevraagd_op=since)
    copy(Rolinvulling.objects.create(fase=fase, rol=Rol.OPLEIDER), total - 1, fase_id=of_fase)


def _deelnames(traject: Traject, total: int, today: date) -> None:
    deelnemer = Deelnemer.objects.create(gemeente=traject.gemeente, voornaam="Sam", achternaam="Voorbeeld")
    copy(deelnemer, total - 1)
    deelname = Deelname.objects.create(
        deelnemer=deelnemer, traject=traject, status=DeelnameStatus.ACTIEF, actief_sinds=today - 200 * DAG
    )
    copy(deelname, total - 1, deelnemer_id=EEN_VAN.format("deelnemers_deelnemer"))
    checkin = Checkin.objects.create(
        deelname=deelname, door=traject.regisseur, datum=today, werk=3, taal=3, leren=3, praktisch=3
    )
    spoken = f"CASE WHEN g <= {NU} THEN date '{today - 40 * DAG}' ELSE date '{today}' - (g %% 20)::int END"
    copy(checkin, total - 1, deelname_id=EEN_VAN.format("deelnemers_deelname"), datum=spoken)


def _berichten(reader: Any, total: int) -> None:
    nu = timezone.now()
    first = Bericht.objects.create(soort=GEVRAAGD, sleutel="0", ontvanger=reader, volgende_poging=nu + DAG)
    moment = f"CASE WHEN g <= {NU} THEN timestamptz '{nu - DAG}' ELSE timestamptz '{nu + DAG}' + g * interval '1 s' END"
    # Ten mails for each reader.
    copy(reader, max(1, total // 10), email="'lezer' || g || '@bericht.example'")
    someone = f"(SELECT max(id) FROM toegang_user) - g %% {max(1, total // 10)}"  # noqa: S608 - a number of our own
    copy(first, total - 1, sleutel="g::text", ontvanger_id=someone, volgende_poging=moment)
