"""The access matrix: which relation to the object lets a person do what at each address.

Data, read by the guard and by the tests; a URL name that is not here cannot be served. An object a person may not see
is a 404 before this table is asked (`visible_to`); this table decides between doing and 403.
"""

from typing import NamedTuple

from toegang.relaties import Relatie as R
from toegang.relaties import Relaties


class Regel(NamedTuple):
    """Who may read (GET, HEAD) and who may write (POST); an empty set means the method does not exist here."""

    lezen: Relaties = frozenset()
    schrijven: Relaties = frozenset()

    @property
    def methods(self) -> set[str]:
        """Return the HTTP methods this address answers to."""
        return ({"GET", "HEAD"} if self.lezen else set()) | ({"POST"} if self.schrijven else set())

    def for_method(self, method: str) -> Relaties:
        """Return the relations that allow a method."""
        return self.schrijven if method == "POST" else self.lezen


IEDEREEN = frozenset({R.INGELOGD})
GEMEENTE = frozenset({R.COORDINATOR, R.KLANTMANAGER, R.LEZER})
REGIE = frozenset({R.COORDINATOR, R.REGISSEUR})
DOSSIER = frozenset({R.COORDINATOR, R.KLANTMANAGER})
BEHEER = frozenset({R.COORDINATOR, R.BEHEERDER})
# Who lets people into a party: of a gemeente its own, of another party its beheerder too.
LEDEN = BEHEER | {R.PARTIJ_BEHEERDER}
BEGELEIDING = frozenset({R.COORDINATOR, R.KLANTMANAGER, R.EIGEN_MENTOR})
# Everyone with a task for participants; a verbinder and an expertisepartner have none and get no list of people.
BIJ_DEELNEMERS = frozenset({R.WERKGEVER, R.OPLEIDER, R.TAALOPLEIDER, R.MENTOR, R.INTERMEDIAIR}) | GEMEENTE
CANVAS_SCHRIJVERS = frozenset(
    {R.WERKGEVER, R.OPLEIDER, R.TAALOPLEIDER, R.MENTOR, R.INTERMEDIAIR, R.VERBINDER, R.EXPERTISEPARTNER}
)


def form(relaties: Relaties) -> Regel:
    """Return the rule for a page with a form: the same people read and send it."""
    return Regel(lezen=relaties, schrijven=relaties)


MATRIX: dict[str, Regel] = {
    # toegang
    "toegang:account": Regel(lezen=IEDEREEN),
    "toegang:weergave": form(IEDEREEN),
    "toegang:blijf": Regel(schrijven=IEDEREEN),
    "toegang:later": Regel(schrijven=IEDEREEN),
    "toegang:overal_uit": Regel(schrijven=IEDEREEN),
    # Whose session it is, is asked by the verb: of someone else's, nothing happens and nothing is told.
    "toegang:sessie_uit": Regel(schrijven=IEDEREEN),
    # inzicht
    "inzicht:start": Regel(lezen=IEDEREEN),
    "inzicht:zoeken": Regel(lezen=IEDEREEN),
    "inzicht:begrippen": Regel(lezen=IEDEREEN),
    "inzicht:agenda": form(IEDEREEN),
    "inzicht:agenda_intrek": Regel(schrijven=IEDEREEN),
    "inzicht:logboek": Regel(lezen=BEHEER),
    "inzicht:verwerkingsregister": Regel(lezen=BEHEER),
    # berichten
    "berichten:lijst": Regel(lezen=BEHEER),
    "berichten:opnieuw": Regel(schrijven=BEHEER),
    "berichten:postvak": Regel(lezen=IEDEREEN),
    "berichten:voorkeur": form(IEDEREEN),
    # partijen
    "partijen:lijst": Regel(lezen=IEDEREEN),
    "partijen:nieuw": form(DOSSIER | BEHEER),
    "partijen:detail": Regel(lezen=IEDEREEN),
    "partijen:wijzig": form(DOSSIER | BEHEER | {R.EIGEN_PARTIJ}),
    "partijen:instellingen": form(BEHEER),
    "partijen:herinneringen": form(BEHEER),
    "partijen:huisstijl": form(BEHEER),
    # Part of every page of the gemeente's own people.
    "partijen:huisstijl_css": Regel(lezen=GEMEENTE | BEHEER),
    "partijen:huisstijl_logo": Regel(lezen=GEMEENTE | BEHEER),
    "partijen:lid_nieuw": form(LEDEN),
    "partijen:lid_wijzig": form(LEDEN),
    "partijen:lid_stop": form(LEDEN),
    "partijen:uitnodiging_opnieuw": Regel(schrijven=LEDEN),
    "partijen:uitnodiging_intrek": Regel(schrijven=LEDEN),
    # Which of its people may agree in a party's name is for the party: its beheerders, where it has any.
    "partijen:uitnodiging_akkoord": form(frozenset({R.EIGEN_PARTIJ})),
    "partijen:contact_nieuw": form(DOSSIER),
    "partijen:contact_wijzig": form(DOSSIER),
    "partijen:contact_weg": form(DOSSIER),
    # trajecten
    "trajecten:lijst": Regel(lezen=IEDEREEN),
    "trajecten:nieuw": Regel(lezen=frozenset({R.COORDINATOR})),
    "trajecten:nieuw_uit_sjabloon": form(frozenset({R.COORDINATOR})),
    "trajecten:detail": Regel(lezen=IEDEREEN),
    "trajecten:wijzig": form(REGIE),
    "trajecten:stand": form(REGIE),
    "trajecten:planning": form(REGIE),
    "trajecten:varianten": Regel(lezen=REGIE),
    "trajecten:fase_start": form(REGIE),
    "trajecten:fase_sluit": form(REGIE),
    "trajecten:fase_heropen": Regel(schrijven=REGIE),
    "trajecten:fase_doorgang": form(REGIE),
    "trajecten:besluit_nieuw": form(REGIE),
    "trajecten:rol_nieuw": form(REGIE),
    "trajecten:rol_vul": form(REGIE),
    # Whoever connects people and employers knows who could do it; asking them is for who directs.
    "trajecten:rol_voorstel": form(frozenset({R.VERBINDER})),
    "trajecten:rol_leeg": form(REGIE),
    # Whoever sees the trajectory may follow an old mail here, and is sent on to it; only who is asked gets the form.
    "trajecten:rol_antwoord": Regel(lezen=IEDEREEN, schrijven=frozenset({R.EIGEN_PARTIJ})),
    "trajecten:afspraken": Regel(lezen=IEDEREEN),
    "trajecten:afspraak_nieuw": form(REGIE | {R.KLANTMANAGER}),
    "trajecten:afspraak_verzet": form(REGIE | {R.BETROKKENE}),
    "trajecten:afspraak_status": Regel(schrijven=REGIE | {R.BETROKKENE}),
    # deelnemers
    "deelnemers:lijst": Regel(lezen=BIJ_DEELNEMERS),
    "deelnemers:nieuw": form(DOSSIER),
    "deelnemers:detail": Regel(lezen=GEMEENTE | {R.EIGEN_MENTOR, R.PLAATSENDE_WERKGEVER, R.OPLEIDER, R.TAALOPLEIDER}),
    "deelnemers:wijzig": form(DOSSIER),
    # A trainer tells the levels, an employer how a placement went: no other field is theirs to write.
    "deelnemers:taalniveaus": form(DOSSIER | {R.TAALOPLEIDER}),
    "deelnemers:plaatsing_evaluatie": form(DOSSIER | {R.PLAATSENDE_WERKGEVER}),
    "deelnemers:logboek": Regel(lezen=DOSSIER),
    "deelnemers:import": form(DOSSIER),
    "deelnemers:import_bevestig": form(DOSSIER),
    "deelnemers:import_voorbeeld": Regel(lezen=DOSSIER),
    "deelnemers:van_traject": Regel(lezen=BIJ_DEELNEMERS),
    # Whoever sees somebody's progress: an employer has no need of it.
    "deelnemers:verloop": Regel(lezen=BIJ_DEELNEMERS - {R.WERKGEVER}),
    # Numbers of all, names of one's own: whoever directs steers by it.
    "deelnemers:capaciteit": form(REGIE),
    "deelnemers:geraakt": Regel(lezen=REGIE),
    "deelnemers:drukte": Regel(lezen=REGIE),
    # Another municipality, intermediair here, brings its own people; the form offers nobody else.
    "deelnemers:deelname_nieuw": form(DOSSIER | {R.INTERMEDIAIR}),
    "deelnemers:deelname_wijzig": form(DOSSIER),
    "deelnemers:voortgang_wijzig": form(DOSSIER | {R.OPLEIDER, R.TAALOPLEIDER}),
    "deelnemers:volg_groep": form(DOSSIER),
    "deelnemers:plaatsing_nieuw": form(DOSSIER),
    "deelnemers:plaatsing_wijzig": form(DOSSIER),
    "deelnemers:plaatsing_weg": form(DOSSIER),
    "deelnemers:deelname_datums": form(DOSSIER),
    "deelnemers:ontmoeting_nieuw": form(BEGELEIDING),
    "deelnemers:ontmoeting_wijzig": form(BEGELEIDING),
    "deelnemers:ontmoeting_afzeggen": form(BEGELEIDING),
    "deelnemers:checkins": Regel(lezen=GEMEENTE | {R.MENTOR}),
    "deelnemers:checkin_nieuw": form(BEGELEIDING),
    "deelnemers:checkin_oud": Regel(lezen=BEGELEIDING),
    "deelnemers:checkin_detail": Regel(lezen=BEGELEIDING | {R.LEZER}),
    "deelnemers:checkin_wijzig": form(DOSSIER | {R.AUTEUR}),
    "deelnemers:checkin_weg": form(DOSSIER | {R.AUTEUR}),
    "deelnemers:inzage": Regel(schrijven=DOSSIER),
    "deelnemers:inzageverzoek": Regel(lezen=DOSSIER),
    "deelnemers:inzage_bestand": Regel(lezen=DOSSIER),
    "deelnemers:inzage_opnieuw": Regel(schrijven=DOSSIER),
    "deelnemers:bewaartermijn": Regel(lezen=frozenset({R.COORDINATOR})),
    "deelnemers:langer_bewaren": form(frozenset({R.COORDINATOR})),
    "deelnemers:wissen": form(frozenset({R.COORDINATOR})),
    "deelnemers:eigen_pagina": form(BEGELEIDING),
    "deelnemers:paginalink_intrek": form(BEGELEIDING),
    "deelnemers:afspraak_delen": Regel(schrijven=BEGELEIDING),
    "deelnemers:wens_besproken": Regel(schrijven=BEGELEIDING),
    "deelnemers:paginateksten": Regel(lezen=BEHEER),
    "deelnemers:paginateksten_taal": form(BEHEER),
    "deelnemers:paginatekst": form(BEHEER),
    "deelnemers:signaal_afhandelen": Regel(schrijven=DOSSIER),
    # canvas
    "canvas:canvas": Regel(lezen=IEDEREEN),
    "canvas:kosten": Regel(lezen=REGIE),
    "canvas:pdf": Regel(lezen=IEDEREEN),
    "canvas:pdf_opnieuw": Regel(schrijven=IEDEREEN),
    "canvas:veld": form(REGIE | CANVAS_SCHRIJVERS | {R.KLANTMANAGER}),
    "canvas:bijdrage_nieuw": form(REGIE),
    "canvas:bijdrage_wijzig": form(REGIE),
    "canvas:bijdrage_weg": form(REGIE),
}

# Addresses that anyone may ask for, without signing in, each with its reason. Their views are marked `openbaar`.
OPENBAAR: dict[str, str] = {
    "partijen:uitnodiging": "bearer of a link: who was invited has no account yet; the link is signed and works once",
    "deelnemers:mijn": "bearer of a link: a participant has no account; the key can't be guessed, and is over in weeks",
    "deelnemers:mijn_wens": "bearer of the same link: states a wish, by POST alone",
    "deelnemers:mijn_wens_weg": "bearer of the same link: withdraws a wish, by POST alone",
    "berichten:afmelden": "bearer of a mail: stops its reader's reminders, by POST alone; the link is signed for that",
    "berichten:afhandelen": "bearer of a mail: does in its reader's name the one thing it is signed for, once, by POST",
    "inzicht:agenda_ics": "bearer of a private address: a calendar program has no account; dates and no people",
    "toegang:taal": "whoever is about to sign in chooses a language; of someone signed in, their own",
    "health-live": "whoever runs this asks whether the process is alive; tells nothing else",
    "health-ready": "whoever runs this asks whether it can serve, guards its rows, and what stands still",
    "service-worker": "the script with which a phone keeps the shell: the same for everyone, names nobody",
    "offline": "the page a phone shows without a line: the same for everyone, names nobody",
    "security-txt": "whoever found a leak finds whom to tell; the same for everyone",
}

# Of those, where the key in the address says who one is: whose session there is on that device does not matter.
VAN_HOUDER = frozenset({"deelnemers:mijn", "deelnemers:mijn_wens", "deelnemers:mijn_wens_weg"})
# The same of the private addresses of someone with an account: in their mail, and of their calendar.
VAN_GEBRUIKER = frozenset({"berichten:afhandelen", "berichten:afmelden", "inzicht:agenda_ics"})

# Addresses of libraries, by prefix, with the guard that stands before them; of two that fit, the longest counts.
DERDEN: dict[str, str] = {
    "accounts/": "session: allauth, about one's own account; changes to the second step ask for a proof first",
    "accounts/login/": "public: e-mail and password, counted by address and by account",
    "accounts/logout/": "public: only ends the session one has",
    "accounts/inactive/": "public: says that an account was closed, and not whose",
    "accounts/signup/": "public: says that one is invited; makes no account",
    "accounts/password/reset/": "public: the same answer for everyone; its link works once, for a day",
    "accounts/2fa/authenticate/": "public: second step of whoever gave a password just now, counted by account",
    "accounts/2fa/webauthn/login/": "public: sign-in with a key",
    "accounts/3rdparty/login/": "public: says that sign-in through a gemeente did not work",
    "accounts/3rdparty/signup/": "public: makes no account; sends to the sign-in page",
    "accounts/oidc/": "public: to and from a gemeente's own sign-in",
    "accounts/login/code/": "closed: no sign-in by a code in a mail",
    "accounts/email/": "closed: an address is the one that the invitation was sent to",
    "accounts/confirm-email/": "closed: an address is the one that the invitation was sent to",
    "accounts/social/": "closed: old addresses of the library",
}
