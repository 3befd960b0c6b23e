"""Whose participants the database shows and takes: by gemeente, by a trainer's role, by placement, by mentorship.

The same roles as `querysets.known_by_name`, without functions, fields and terms: those are the matrix's, and the
time is Python's alone.
"""
# ruff: noqa: S608 - made of names and codes in our own source, once, at migrating

from deelnemers.models import (
    Checkin,
    Deelname,
    Deelnemer,
    EigenPaginaTekst,
    ImportOpdracht,
    Inzageverzoek,
    Ontmoeting,
    Paginalink,
    Plaatsing,
    Signaal,
    Voortgang,
    Wens,
)
from deelnemers.querysets import OPLEIDER_ROLLEN
from toegang.rijregels import GEEN_GEMEENTE, GEMEENTES, IK, PARTIJEN, register_lijst, register_sleutels
from toegang.rijregels import register as register_regel
from trajecten.rijregels import trajecten_with_role

_DEELNEMERS = "SELECT id, gemeente_id FROM deelnemers_deelnemer"
_DEELNAMES = (
    "SELECT dn.id, dn.deelnemer_id, d.gemeente_id"
    " FROM deelnemers_deelname dn JOIN deelnemers_deelnemer d ON d.id = dn.deelnemer_id"
)
_CHECKINS = (
    "SELECT c.id, dn.mentor_id, dn.mentor_partij_id, d.gemeente_id FROM deelnemers_checkin c"
    " JOIN deelnemers_deelname dn ON dn.id = c.deelname_id JOIN deelnemers_deelnemer d ON d.id = dn.deelnemer_id"
)
# Guided by who asks, in the name of a party they belong to.
_BEGELEID = f"mentor_id = {IK} AND mentor_partij_id = {PARTIJEN}"
_GEPLAATST = f"werkgever_id = {PARTIJEN} AND werkgever_id <> {GEEN_GEMEENTE}"
# Participations through mentorship, a trainer's role, or a placement: found by index, however many others there are.
_MIJN = (
    f"SELECT dn.{{kolom}} FROM deelnemers_deelname dn WHERE {_BEGELEID}"
    " UNION ALL SELECT dn.{kolom} FROM deelnemers_deelname dn"
    f" WHERE dn.traject_id IN ({trajecten_with_role(OPLEIDER_ROLLEN)})"
    " UNION ALL SELECT dn.{kolom} FROM deelnemers_plaatsing p"
    f" JOIN deelnemers_deelname dn ON dn.id = p.deelname_id WHERE {_GEPLAATST}"
)


def register() -> None:
    deelnemers = register_sleutels("deelnemers", _DEELNEMERS)
    deelnames = register_sleutels("deelnames", _DEELNAMES)
    checkins = register_sleutels("checkins", _CHECKINS)
    mijn_deelnames = register_lijst("mijn_deelnames", _MIJN.format(kolom="id"))
    mijn_deelnemers = register_lijst("mijn_deelnemers", _MIJN.format(kolom="deelnemer_id"))
    begeleid = register_lijst("begeleid", f"SELECT id FROM deelnemers_deelname WHERE {_BEGELEID}")

    gemeente = f"gemeente_id = {GEMEENTES}"
    register_regel(ImportOpdracht, lezen=gemeente)
    register_regel(EigenPaginaTekst, lezen=gemeente)
    register_regel(Deelnemer, lezen=f"{gemeente} OR id IN {mijn_deelnemers}", schrijven=gemeente)
    register_regel(
        Deelname,
        lezen=f"{_own(deelnemers, 'deelnemers_deelname.deelnemer_id')} OR id IN {mijn_deelnames}",
    )
    van_deelname = f"deelname_id IN {mijn_deelnames}"
    register_regel(Voortgang, lezen=f"{_own(deelnames, 'deelnemers_voortgang.deelname_id')} OR {van_deelname}")
    van_mentor = f"deelname_id IN {begeleid}"
    register_regel(Checkin, lezen=f"{_own(deelnames, 'deelnemers_checkin.deelname_id')} OR {van_mentor}")
    ontmoeting = f"{_own(deelnames, 'deelnemers_ontmoeting.deelname_id')} OR {van_mentor}"
    register_regel(Ontmoeting, lezen=f"{_GEPLAATST} OR {ontmoeting}", schrijven=ontmoeting)
    for model in (Paginalink, Wens):
        own = _own(deelnames, f"{model._meta.db_table}.deelname_id")
        register_regel(model, lezen=f"{own} OR {van_mentor}")
    van_gemeente = _own(deelnames, "deelnemers_plaatsing.deelname_id")
    register_regel(
        Plaatsing,
        lezen=f"{_GEPLAATST} OR {van_gemeente} OR {van_mentor}",
        schrijven=van_gemeente,
    )
    register_regel(Inzageverzoek, lezen=_own(deelnemers, "deelnemers_inzageverzoek.deelnemer_id"))
    signaal_van_mentor = f"checkin_id IN (SELECT k.id FROM {checkins} k WHERE {_BEGELEID})"
    register_regel(Signaal, lezen=f"{_own(checkins, 'deelnemers_signaal.checkin_id')} OR {signaal_van_mentor}")


def _own(keys: str, column: str) -> str:
    """Return the condition that a row hangs on a participant of the own gemeente, through a view over keys."""
    return f"EXISTS (SELECT 1 FROM {keys} k WHERE k.id = {column} AND k.gemeente_id = {GEMEENTES})"
