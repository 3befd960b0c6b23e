"""What stands on a participant's own page, in which language; and what of the file, and of others, never does."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from deelnemers.eigenpagina import delen, links
from deelnemers.eigenpagina.dagen import MAANDEN, in_words
from deelnemers.eigenpagina.talen import NEDERLANDS, TALEN
from deelnemers.eigenpagina.teksten import TEKSTEN, read_texts
from deelnemers.enums import VoortgangStatus, WensSoort
from deelnemers.fouten import DeelnemerFout
from deelnemers.models import Deelnemer
from partijen.leden import stop_member
from tests.factories.deelnemers import CheckinFactory, DeelnameFactory, VoortgangFactory, WensFactory
from tests.factories.trajecten import AfspraakFactory, FaseFactory
from trajecten.enums import AfspraakStatus, Component
from trajecten.models import Afspraak

# Counting who asks, which is ten in the cache's table; the link and whether its giver may still give it; participation,
# two of agreements, the next meeting, route, wishes; the log. In another language the gemeente's own texts as well.
QUERIES = 24


def agreed(deelname, wat, days, *, gedeeld=True, **fields):
    """Return the check-in of an agreement, due so many days from now."""
    deadline = timezone.localdate() + timedelta(days=days)
    afspraak = AfspraakFactory(traject=deelname.traject, wat=wat, deadline=deadline, **fields)
    return CheckinFactory(deelname=deelname, afspraak=afspraak, afspraak_gedeeld=gedeeld)


@pytest.fixture
def route(eigen):
    """Four phases: done, now, later, left out."""
    fasen = [FaseFactory(traject=eigen.deelname.traject, component=c) for c in list(Component)[:4] if c != "leerwerk"]
    fasen.append(eigen.deelname.traject.fasen.get(component=Component.LEERWERK))
    stand = dict(zip(sorted(fasen, key=lambda f: f.volgorde), VoortgangStatus, strict=True))
    for fase, status in stand.items():
        VoortgangFactory(
            deelname=eigen.deelname, fase=fase, status=status, start=date(2026, 9, 8), eind=date(2027, 3, 1)
        )
    return stand


def test_the_route_stands_there_in_order_with_how_each_phase_stands(eigen, route, client):
    pagina = client.get(eigen.url).context["pagina"]
    shown = [(stap.naam.code, stap.staat.vertaling, stap.toon) for stap in pagina.stappen]
    looks = {"gepland": "straks", "lopend": "nu", "afgerond": "klaar", "overgeslagen": "over"}
    assert shown == [
        (f"route_{fase.component}", TEKSTEN[f"staat_{status}"], looks[status]) for fase, status in route.items()
    ]
    # Of what is left out there is no day to wait for.
    assert [stap.wanneer is None for stap in pagina.stappen] == [status == "overgeslagen" for status in route.values()]


def test_a_phase_that_is_yet_to_be_planned_promises_no_day(eigen, client):
    fase = eigen.deelname.traject.fasen.get()
    type(fase).objects.filter(pk=fase.pk).update(te_plannen=True)
    VoortgangFactory(deelname=eigen.deelname, fase=fase)
    assert [stap.wanneer for stap in client.get(eigen.url).context["pagina"].stappen] == [None]


@pytest.mark.parametrize("taal", TALEN)
def test_every_language_has_its_words_its_direction_and_its_days(eigen, route, client, taal):
    answer = client.get(f"{eigen.url}?taal={taal}")
    own = TALEN[taal]
    assert f'<html lang="{own.tag}" dir="{own.richting}">' in answer.text
    assert answer.headers["Content-Language"] == own.tag
    assert in_words(date(2026, 9, 8), taal) in answer.text
    assert read_texts(taal, None)["titel"].vertaling in answer.text
    # The way to every other language, in that language's own name.
    assert all(f'lang="{other.tag}" dir="{other.richting}"' in answer.text for other in TALEN.values())
    assert all(other.naam in answer.text for other in TALEN.values())


@pytest.mark.parametrize("taal", [taal for taal in TALEN if taal != NEDERLANDS])
def test_a_translation_nobody_approved_says_so_and_has_the_dutch_beside_it(eigen, route, client, taal):
    text = client.get(f"{eigen.url}?taal={taal}").text
    for code in ("titel", "route", "wensen_uitleg", "versturen", "concept_uitleg"):
        assert f'<span class="ep-nl" lang="nl" dir="ltr">{TEKSTEN[code]}</span>' in text
    assert text.count('class="ep-concept"') == text.count('class="ep-nl"') > 20
    assert in_words(date(2026, 9, 8), NEDERLANDS) in text


def test_dutch_is_no_concept_and_stands_alone(eigen, route, client):
    text = client.get(eigen.url).text
    assert 'class="ep-concept"' not in text
    assert TEKSTEN["concept_uitleg"] not in text


@pytest.mark.parametrize("taal", ["", "xx", "nl'--", "AR"])
def test_a_language_that_is_not_there_is_dutch(eigen, client, taal):
    assert '<html lang="nl" dir="ltr">' in client.get(eigen.url, {"taal": taal}).text


def test_every_state_phase_and_wish_has_its_text():
    codes = {f"route_{c}" for c in Component} | {f"staat_{s}" for s in VoortgangStatus}
    codes |= {f"wens_{soort}" for soort in WensSoort} | {"afspraak_open", "afspraak_gedaan"}
    assert codes <= set(TEKSTEN)


def test_every_language_names_twelve_months():
    assert set(MAANDEN) == set(TALEN)
    assert {len(set(names)) for names in MAANDEN.values()} == {12}


def test_agreements_stand_by_their_day_and_what_was_kept_comes_last(cast, eigen, client):
    agreed(eigen.deelname, "Bel de school", 9, persoon=cast.mentor)
    agreed(eigen.deelname, "Breng de papieren mee", 2, persoon=None, partij=cast.roc)
    agreed(eigen.deelname, "Oude belofte", -3, persoon=cast.coordinator)
    agreed(eigen.deelname, "Fiets geregeld", -9, persoon=cast.mentor, status=AfspraakStatus.GEDAAN)
    pagina = client.get(eigen.url).context["pagina"]
    said = [(regel.wat, regel.staat.vertaling) for regel in pagina.afspraken]
    assert said == [
        ("Oude belofte", "Nog te doen"),
        ("Breng de papieren mee", "Nog te doen"),
        ("Bel de school", "Nog te doen"),
        ("Fiets geregeld", "Gedaan"),
    ]
    # The mentor has a name here; of everyone else at work the organisation is enough.
    who = [regel.wie.vertaling.strip("\u2069").split("\u2068")[1] for regel in pagina.afspraken[:3]]
    assert who == ["Waterstad", "ROC", "Mentor"]


def test_the_only_agreement_stands_on_the_page_once(cast, eigen, client):
    agreed(eigen.deelname, "Bel de school", 9, persoon=cast.mentor)
    text = client.get(eigen.url).text
    assert text.count("Bel de school") == 1
    assert TEKSTEN["afspraken_leeg"] not in text


def test_an_agreement_stays_dutch_in_every_language_and_says_so(cast, eigen, client):
    agreed(eigen.deelname, "Bel de school", 9, persoon=cast.mentor)
    text = client.get(f"{eigen.url}?taal=ar").text
    assert '<p class="ep-wat" lang="nl" dir="ltr">Bel de school</p>' in text
    assert read_texts("ar", None)["afspraken_taal"].vertaling in text


def test_only_what_was_shared_of_this_participation_stands_there(cast, eigen, client):
    agreed(eigen.deelname, "Kwettergeheim", 3, gedeeld=False, persoon=cast.mentor)
    agreed(eigen.deelname, "Kwettervervallen", 3, persoon=cast.mentor, status=AfspraakStatus.VERVALLEN)
    AfspraakFactory(traject=eigen.deelname.traject, wat="Kwettertraject", persoon=cast.mentor)
    buur = DeelnameFactory(traject=eigen.deelname.traject, mentor=cast.mentor)
    agreed(buur, "Kwetterbuur", 3, persoon=cast.mentor)
    elders = DeelnameFactory(deelnemer=eigen.deelname.deelnemer, traject__gemeente=cast.waterstad)
    agreed(elders, "Kwetterelders", 3, persoon=cast.mentor)
    WensFactory(deelname=buur, soort=WensSoort.REIS)
    answer = client.get(eigen.url)
    assert "Kwetter" not in answer.text
    assert [wens.soort for wens in answer.context["pagina"].wensen if wens.open] == []


def test_nothing_of_the_file_stands_there(cast, eigen, route, client):
    marks = {veld: f"Kwetter{veld}" for veld in ("voornaam", "achternaam", "kenmerk")}
    marks |= {"email": "kwetter@mail.example", "telefoon": "06 12121212", "belemmeringen": ["geld"], "spreken": "B2"}
    Deelnemer.objects.filter(pk=eigen.deelname.deelnemer_id).update(**marks)
    CheckinFactory(deelname=eigen.deelname, wensen="Kwetterwens", knelpunten="Kwetterknel", door=cast.mentor)
    eigen.deelname.voortgang.update(resultaat="niet")
    # Keys are letters and digits by chance: now and then "b2" is among them.
    text = re.sub(r"[\w-]{40,}", "", client.get(eigen.url).text.lower())
    shown = ("kwetter", "06 12121212", "kosten vooraf", "b2", "niet gehaald", "coordinator", "installatie")
    assert [mark for mark in shown if mark in text] == []


def test_the_mentor_is_there_to_be_reached(cast, eigen, client):
    cast.maatwerk.telefoon = "010 1234567"
    cast.maatwerk.save()
    text = client.get(eigen.url).text
    assert f'href="mailto:{cast.mentor.email}"' in text
    assert 'href="tel:0101234567"' in text
    assert "Maatwerk" in text


def test_whoever_guides_no_more_is_no_mentor_to_call(cast, eigen, client):
    url = reverse("deelnemers:mijn", args=[links.give(eigen.deelname, door=cast.klantmanager)])
    stop_member(cast.mentor.lidmaatschappen.get())
    answer = client.get(url)
    assert (answer.status_code, answer.context["pagina"].mentor) == (200, None)
    assert cast.mentor.email not in answer.text
    assert TEKSTEN["mentor_leeg"] in answer.text


def test_an_empty_page_says_so(eigen, client):
    text = client.get(eigen.url).text
    assert [code for code in ("route_leeg", "volgende_leeg", "afspraken_leeg") if TEKSTEN[code] not in text] == []


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_the_page_costs_the_same_queries_for_any_number_of_rows(cast, eigen, client, rows, django_assert_num_queries):
    for n in range(rows):
        agreed(eigen.deelname, f"Afspraak {n}", n, persoon=cast.mentor)
    client.get(eigen.url)
    with django_assert_num_queries(QUERIES):
        client.get(eigen.url)


def eigen_pagina(eigen):
    return reverse("deelnemers:eigen_pagina", args=[eigen.deelname.pk])


class TestDelen:
    def test_the_mentor_shares_an_agreement_and_takes_it_back(self, cast, login, eigen, client):
        checkin = agreed(eigen.deelname, "Bel de school", 3, gedeeld=False, persoon=cast.mentor)
        url = reverse("deelnemers:afspraak_delen", args=[checkin.pk])
        mentor = login(cast.mentor)
        for gedeeld, shown in (("ja", True), ("ja", True), ("nee", False), ("nee", False)):
            data = {"gedeeld": gedeeld, "versie": delen.version_of(checkin)}
            assert mentor.post(url, data).status_code == 302
            assert ("Bel de school" in client.get(eigen.url).text) == shown

    def test_nothing_is_shared_by_itself(self, cast, placed):
        assert CheckinFactory(deelname=placed, afspraak=AfspraakFactory(persoon=cast.mentor)).afspraak_gedeeld is False

    def test_a_check_in_without_an_agreement_has_nothing_to_share(self, placed):
        checkin = CheckinFactory(deelname=placed)
        with pytest.raises(DeelnemerFout, match="geen afspraak"):
            delen.share(checkin, gedeeld=True)
        checkin.refresh_from_db()
        assert not checkin.afspraak_gedeeld

    def test_a_yes_is_to_the_words_that_were_shown(self, cast, login, eigen, client):
        checkin = agreed(eigen.deelname, "Bel de school", 3, gedeeld=False, persoon=cast.mentor)
        mentor, url = login(cast.mentor), reverse("deelnemers:afspraak_delen", args=[checkin.pk])
        page, shown = eigen_pagina(eigen), delen.version_of(checkin)
        assert f'name="versie" value="{shown}"' in mentor.get(page).text
        Afspraak.objects.filter(pk=checkin.afspraak_id).update(wat="Bel de buurman over zijn schulden")
        for versie in (shown, "", "é"):
            assert "intussen veranderd" in mentor.post(url, {"gedeeld": "ja", "versie": versie}, follow=True).text
        checkin.refresh_from_db()
        assert (checkin.afspraak_gedeeld, "buurman" in client.get(eigen.url).text) == (False, False)
        shown = mentor.get(page).context["afspraken"][0][1]
        mentor.post(url, {"gedeeld": "ja", "versie": shown})
        assert "buurman" in client.get(eigen.url).text

    def test_the_screen_lists_what_can_be_shared(self, cast, login, eigen):
        agreed(eigen.deelname, "Bel de school", 3, gedeeld=False, persoon=cast.mentor)
        buur = DeelnameFactory(traject=eigen.deelname.traject, mentor=cast.mentor)
        agreed(buur, "Van de buur", 3, persoon=cast.mentor)
        page = login(cast.mentor).get(reverse("deelnemers:eigen_pagina", args=[eigen.deelname.pk])).text
        assert ("Bel de school" in page, "Van de buur" in page) == (True, False)
