"""Participants of two gemeentes with a mark of their own in every field of everything that is held on them."""

from datetime import timedelta
from types import SimpleNamespace

from django.db import models

from deelnemers import inzageverzoeken
from deelnemers.enums import Belemmering, Cijfer, Taalniveau
from deelnemers.inzagemaken import make
from deelnemers.models import Checkin, ImportOpdracht
from deelnemers.zichtbaarheid import TAAL
from partijen.enums import Rol
from tests.factories.deelnemers import (
    CheckinFactory,
    DeelnameFactory,
    DeelnemerFactory,
    InzageverzoekFactory,
    OntmoetingFactory,
    PaginalinkFactory,
    PlaatsingFactory,
    SignaalFactory,
    VoortgangFactory,
    WensFactory,
)
from tests.factories.partijen import LidmaatschapFactory, PartijFactory
from tests.factories.toegang import UserFactory
from tests.factories.trajecten import AfspraakFactory, FaseFactory, RolinvullingFactory, TrajectFactory
from tests.factories.wereld import build_wereld
from tests.toegang.merken import Uitdeler, fields_of, marks_in
from trajecten.enums import Component

# What can only be chosen from a short list: for each of the people, and each sheet, another.
NIVEAUS = (Taalniveau.C2, Taalniveau.C1, Taalniveau.B2, Taalniveau.B1, Taalniveau.A1, Taalniveau.NOG_NIET)
HINDERNISSEN = (
    *(Belemmering.FIETS, Belemmering.LAPTOP, Belemmering.GELD, Belemmering.WOONRUIMTE),
    *(Belemmering.INBURGERING, Belemmering.KINDEROPVANG),
)
CIJFERS = {1: Cijfer.LAAG, 3: Cijfer.MIDDEN, 4: Cijfer.HOOG}
# Fields that take any value, so that a first one can stand where the mark comes.
CHANGEABLE = (models.CharField, models.TextField, models.DateField)
REDENEN = {1: ["leren"], 3: ["taal"], 4: ["praktisch"]}


class Gemerkt:
    """Builds the people, and keeps which mark stands where."""

    def __init__(self, cast):
        self.cast, self.nieuw, self.merken, self.people = cast, Uitdeler(), [], {}

    def keep(self, rij, deelnemer=None):
        """Note the marks of a row, and write each once more: what the log tells of a change is met as well."""
        rij.refresh_from_db()
        self.merken += marks_in(rij, deelnemer)
        changeable = [f.attname for f in fields_of(rij._meta.label) if isinstance(f, CHANGEABLE) and not f.choices]
        marked = {naam: getattr(rij, naam) for naam in changeable if getattr(rij, naam)}
        for naam, waarde in marked.items():
            setattr(rij, naam, "eerst" if isinstance(waarde, str) else waarde - timedelta(days=4))
        rij.save()
        for naam, waarde in marked.items():
            setattr(rij, naam, waarde)
        rij.save()
        return rij

    def person(self, nr, gemeente):
        nieuw = self.nieuw
        self.people[nr] = DeelnemerFactory(
            gemeente=gemeente,
            voornaam=nieuw.word(),
            achternaam=nieuw.word(),
            kenmerk=nieuw.word(),
            email=f"{nieuw.word()}@adres.example",
            telefoon=nieuw.phone(),
            **dict.fromkeys(TAAL, NIVEAUS[nr - 1]),
            uren_per_week=nieuw.uren(),
            belemmeringen=[HINDERNISSEN[nr - 1]],
            aangemaakt_op=nieuw.moment(),
            bewaren_tot=nieuw.day(),
            bewaren_reden=nieuw.word(),
            aangekondigd_op=nieuw.day(),
        )
        return self.keep(self.people[nr], self.people[nr])

    def deelname(self, nr, traject, mentor=None, **fields):
        nieuw = self.nieuw
        deelname = DeelnameFactory(
            deelnemer=self.people[nr],
            traject=traject,
            mentor=mentor or self.mentor(),
            aangemeld_op=nieuw.day(),
            actief_sinds=nieuw.day(),
            **fields,
        )
        return self.keep(deelname, self.people[nr])

    def mentor(self):
        """Someone whom nobody else has for a mentor, of a party that no other mentor works for."""
        partij = PartijFactory(naam=self.nieuw.word())
        return LidmaatschapFactory(gebruiker__naam=self.nieuw.word(), partij=partij).gebruiker

    def takes_part(self, nr, traject, mentor=None):
        """One participation with all that can hang on it."""
        nieuw, wie = self.nieuw, self.people[nr]
        deelname = self.deelname(nr, traject, mentor)
        fase = traject.fasen.first()
        days = {"start": nieuw.day(), "eind": nieuw.day()}
        self.keep(VoortgangFactory(deelname=deelname, fase=fase, resultaat=nieuw.word(), **days), wie)
        self.placed(deelname, PartijFactory(naam=nieuw.word()))
        self.own_page(deelname, sleutel=nieuw.word())
        for owner in ({"persoon": UserFactory(naam=nieuw.word())}, {"partij": PartijFactory(naam=nieuw.word())}):
            afspraak = AfspraakFactory(
                traject=traject,
                wat=nieuw.word(),
                deadline=nieuw.day(),
                verzet_van=nieuw.day(),
                verzet_reden="wacht",
                gemaakt_op=nieuw.moment(),
                gemaakt_door=UserFactory(naam=nieuw.word()),
                **{"persoon": None} | owner,
            )
            self.keep(afspraak, wie)
            self.checkin(nr, deelname, afspraak, settled="partij" in owner)

    def own_page(self, deelname, **link):
        """What hangs on the participant's own page: its link, a meeting, and a wish that was talked about."""
        nieuw, wie = self.nieuw, deelname.deelnemer
        days = {"gemaakt_op": nieuw.moment(), "verloopt_op": nieuw.moment()}
        door = UserFactory(naam=nieuw.word())
        self.keep(PaginalinkFactory(deelname=deelname, door=door, **days, **link), wie)
        ontmoeting = OntmoetingFactory(
            deelname=deelname,
            soort="kennismaking",
            werkgever=PartijFactory(naam=nieuw.word()),
            dag=nieuw.soon(),
            plaats=nieuw.word(),
            gepland_door=UserFactory(naam=nieuw.word()),
            gemaakt_op=nieuw.moment(),
        )
        self.keep(ontmoeting, wie)
        besproken = {"besproken_door": UserFactory(naam=nieuw.word()), "besproken_op": nieuw.moment()}
        self.keep(WensFactory(deelname=deelname, gesteld_op=nieuw.moment(), status="besproken", **besproken), wie)

    def checkin(self, nr, deelname, afspraak, *, settled):
        nieuw, wie = self.nieuw, self.people[nr]
        checkin = CheckinFactory(
            deelname=deelname,
            door=UserFactory(naam=nieuw.word()),
            datum=nieuw.day(),
            gemaakt_op=nieuw.moment(),
            wijze=nieuw.word(),
            wensen=nieuw.word(),
            knelpunten=nieuw.word(),
            afspraak=afspraak,
            **dict.fromkeys(("werk", "taal", "leren", "praktisch"), CIJFERS[nr]),
        )
        self.keep(checkin, wie)
        door, op = UserFactory(naam=nieuw.word()), nieuw.moment()
        done = {"status": "afgehandeld", "afgehandeld_door": door, "afgehandeld_op": op} if settled else {}
        self.keep(SignaalFactory(checkin=checkin, redenen=REDENEN[nr], gemaakt_op=nieuw.moment(), **done), wie)

    def placed(self, deelname, werkgever):
        nieuw, days = self.nieuw, {veld: self.nieuw.day() for veld in ("start", "eind", "geevalueerd_op")}
        plaatsing = PlaatsingFactory(
            deelname=deelname,
            werkgever=werkgever,
            soort=nieuw.word(),
            uren_per_week=nieuw.uren(),
            evaluatie=nieuw.word(),
            **days,
        )
        return self.keep(plaatsing, deelname.deelnemer)

    def paper(self, nr):
        """An old overview of everything, with marks for papers."""
        nieuw, wie = self.nieuw, self.people[nr]
        old = InzageverzoekFactory(
            deelnemer=wie,
            door=UserFactory(naam=nieuw.word()),
            pdf=b"%PDF-1.7 " + nieuw.word().encode(),
            json=b'"' + nieuw.word().encode() + b'"',
            aangemaakt_op=nieuw.moment(),
            klaar_op=nieuw.moment(),
        )
        self.keep(old, wie)

    def make_papers(self):
        """Have real overviews made, full of marks: for whoever can fetch them."""
        for nr, door in ((1, self.cast.klantmanager), (3, self.cast.vreemde)):
            make(inzageverzoeken.ask(self.people[nr], door=door).pk)

    def sheet(self, nr, gemeente, door):
        """A sheet that waits for its sender: people who are not stored yet."""
        nieuw = self.nieuw
        rij = {
            "nummer": 2,
            **{veld: nieuw.word() for veld in ("voornaam", "achternaam", "kenmerk")},
            "email": f"{nieuw.word()}@adres.example",
            "telefoon": nieuw.phone(),
            **dict.fromkeys(TAAL, NIVEAUS[nr - 1].value),
            "uren_per_week": str(nieuw.uren()),
            "belemmeringen": HINDERNISSEN[nr - 1].value,
        }
        opdracht = ImportOpdracht.objects.create(
            gemeente=gemeente,
            door=door,
            bestandsnaam=f"{nieuw.word()}.csv",
            aantal=1,
            rijen=[rij],
            gemaakt_op=nieuw.moment(),
        )
        self.keep(opdracht)


def build_gemerkt(cast):
    """Waterstad's own, one without a trajectory, Heuvelrijk's own, and one of Heuvelrijk in Waterstad's trajectory."""
    gemerkt, wereld = Gemerkt(cast), build_wereld(cast)
    # The one in that world who has no marks stands beside the first, in the same eyes: what they share tells nothing.
    Checkin.objects.update(**dict.fromkeys(("werk", "taal", "leren", "praktisch"), CIJFERS[1]))
    ander = _traject(cast.heuvelrijk, "Zorg dichtbij", cast.vreemde)
    tweede = _traject(cast.waterstad, "Bouwen aan later", None)
    RolinvullingFactory(
        toegezegd=True,
        fase=wereld.traject.fasen.get(component=Component.WERVING),
        rol=Rol.INTERMEDIAIR,
        partij=cast.heuvelrijk,
    )
    RolinvullingFactory(
        toegezegd=True,
        fase=tweede.fasen.get(component=Component.BEGELEIDING),
        rol=Rol.MENTOR,
        partij=cast.maatwerk,
        persoon=cast.mentor,
    )
    for nr, gemeente in enumerate((cast.waterstad, cast.waterstad, cast.heuvelrijk, cast.heuvelrijk), start=1):
        gemerkt.person(nr, gemeente)
    for nr, traject in ((1, wereld.traject), (3, ander), (4, wereld.traject)):
        gemerkt.takes_part(nr, traject)
        ended = gemerkt.deelname(nr, traject, status="afgerond", beeindigd_op=gemerkt.nieuw.day())
        gemerkt.own_page(ended, sleutel=None, ingetrokken_op=gemerkt.nieuw.moment())
    # In the second trajectory the mentor and the employer of the cast: marks that they do see.
    gemerkt.takes_part(1, tweede, mentor=cast.mentor)
    gemerkt.placed(gemerkt.people[1].deelnames.get(traject=tweede), cast.installatie)
    gemerkt.sheet(5, cast.waterstad, cast.klantmanager)
    gemerkt.sheet(6, cast.heuvelrijk, cast.vreemde)
    gemerkt.paper(1)
    gemerkt.paper(3)
    return SimpleNamespace(
        traject=wereld.traject, people=gemerkt.people, merken=gemerkt.merken, make_papers=gemerkt.make_papers
    )


def _traject(gemeente, naam, regisseur):
    traject = TrajectFactory(gemeente=gemeente, naam=naam, regisseur=regisseur)
    for component in Component:
        FaseFactory(traject=traject, component=component)
    return traject
