"""The link to a participant's own page: who gives it, what ends it, and what it never gives away."""

import hashlib
import logging
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from deelnemers.anonimiseren import erase
from deelnemers.deelnames import assign_mentor, set_status
from deelnemers.eigenpagina import links
from deelnemers.eigenpagina.talen import TALEN, VERTAALD
from deelnemers.eigenpagina.teksten import TEKSTEN, read_texts, version_of
from deelnemers.enums import Aanleiding, DeelnameStatus, Geldigheid
from deelnemers.fouten import DeelnemerFout
from deelnemers.logtabel import LogTable
from deelnemers.models import EigenPaginaTekst, Paginalink
from deelnemers.views.eigenpagina import LIMIET
from partijen.leden import stop_member
from tests.factories.deelnemers import DeelnameFactory, VoortgangFactory
from tests.factories.partijen import LidmaatschapFactory
from tests.factories.trajecten import FaseFactory
from toegang.logfilter import clean
from toegang.models import Logregel
from toegang.relaties import Relatie
from trajecten import levensloop
from trajecten.enums import Doorgang


def page_of(deelname):
    return reverse("deelnemers:eigen_pagina", args=[deelname.pk])


def is_refused(url):
    """Return whether a link is refused: by one page, in every language, with whom to ask."""
    answer = Client().get(url)
    said = [read_texts(taal, None)["link_nieuw"].vertaling for taal in TALEN]
    return answer.status_code == 404 and all(text in answer.text for text in said)


def opens(url):
    return Client().get(url).status_code == 200


def test_the_mentor_gives_a_link_that_opens_without_an_account(cast, login, placed, fresh_counts):
    given = login(cast.mentor).post(page_of(placed), {"geldigheid": "7", "taal": "ar"})
    adres = given.context["adres"]
    assert adres.startswith("http://testserver/mijn/")
    assert adres.endswith("/?taal=ar")
    assert f'value="{adres}"' in given.text
    assert given.context["qr"].startswith("data:image/svg+xml;base64,")
    bearer = Client()
    assert '<html lang="ar" dir="rtl">' in bearer.get(adres).text
    assert "sessionid" not in bearer.cookies


def test_the_link_is_shown_once(cast, login, eigen):
    again = login(cast.mentor).get(page_of(eigen.deelname))
    assert again.status_code == 200
    assert "/mijn/" not in again.text


def test_of_the_key_only_a_hash_is_kept(eigen):
    link = Paginalink.objects.get()
    assert link.sleutel == hashlib.sha256(eigen.key.encode()).hexdigest()
    assert eigen.key not in str(list(Paginalink.objects.values())) + str(list(Logregel.objects.values()))
    assert not opens(reverse("deelnemers:mijn", args=[link.sleutel]))


def test_keys_are_long_and_never_the_same(cast, placed):
    keys = {links.give(placed, door=cast.mentor) for _ in range(50)}
    assert (len(keys), {len(key) for key in keys}) == (50, {43})


def test_a_new_link_ends_the_former(cast, eigen):
    new = links.give(eigen.deelname, door=cast.klantmanager)
    assert is_refused(eigen.url)
    assert opens(reverse("deelnemers:mijn", args=[new]))
    assert Paginalink.objects.count() == 1


def test_a_second_press_of_the_same_button_makes_no_second_link(cast, login, placed):
    client, stamp = login(cast.mentor), "3f1c1a8e-9c0f-4a56-8f6a-0d6f7a1b2c3d"
    data = {"geldigheid": "14", "taal": "nl", "indiening": stamp}
    first = client.post(page_of(placed), data).context["adres"]
    assert client.post(page_of(placed), data).status_code == 204
    assert opens(first)


def test_a_link_that_is_revoked_is_refused(cast, login, eigen):
    for _twice in range(2):
        done = login(cast.coordinator).post(reverse("deelnemers:paginalink_intrek", args=[eigen.deelname.pk]))
        assert done.status_code == 302
    assert is_refused(eigen.url)
    link = Paginalink.objects.get()
    assert (link.sleutel, link.ingetrokken_op is None) == (None, False)


@pytest.mark.parametrize("geldigheid", Geldigheid)
def test_a_link_is_over_after_its_days(cast, placed, fresh_counts, geldigheid):
    url = reverse("deelnemers:mijn", args=[links.give(placed, door=cast.mentor, geldigheid=geldigheid)])
    now = timezone.now()
    with time_machine.travel(now + timedelta(days=geldigheid) - timedelta(minutes=5), tick=False):
        assert opens(url)
    with time_machine.travel(now + timedelta(days=geldigheid, minutes=1), tick=False):
        assert is_refused(url)
        for taal in TALEN:
            assert read_texts(taal, None)["link_verlopen"].vertaling in Client().get(url).text


def test_no_link_lasts_longer_than_four_weeks(cast, login, placed):
    assert [int(days) for days in Geldigheid] == [7, 14, 28]
    refused = login(cast.mentor).post(page_of(placed), {"geldigheid": "365", "taal": "nl"})
    assert refused.status_code == 422
    assert "geldigheid" in refused.context["form"].errors
    assert not Paginalink.objects.exists()


@pytest.mark.parametrize("status", [DeelnameStatus.GESTOPT, DeelnameStatus.AFGEROND])
def test_the_page_closes_with_the_participation_and_stays_closed(cast, eigen, status):
    set_status(eigen.deelname, status)
    assert is_refused(eigen.url)
    set_status(eigen.deelname, DeelnameStatus.ACTIEF)
    assert is_refused(eigen.url)


def test_a_participation_that_ended_by_another_way_opens_nothing(eigen):
    type(eigen.deelname).objects.filter(pk=eigen.deelname.pk).update(status="gestopt")
    assert is_refused(eigen.url)
    assert Client().post(eigen.wens, {"wens": "taal"}).status_code == 404


def test_erasing_the_person_ends_the_link(cast, eigen):
    erase(eigen.deelname.deelnemer, grond=Aanleiding.TOESTEMMING, door=cast.coordinator)
    assert is_refused(eigen.url)
    assert not Paginalink.objects.exists()


def test_whoever_guides_no_longer_has_no_link_to_keep(cast, eigen):
    assign_mentor(eigen.deelname, None)
    assert is_refused(eigen.url)


def test_whoever_left_their_party_has_no_link_to_keep(cast, eigen):
    LidmaatschapFactory(partij=cast.maatwerk)
    stop_member(cast.mentor.lidmaatschappen.get())
    assert is_refused(eigen.url)


def test_a_link_of_the_gemeente_outlives_a_change_of_mentor(cast, placed, fresh_counts):
    url = reverse("deelnemers:mijn", args=[links.give(placed, door=cast.klantmanager)])
    assign_mentor(placed, None)
    assert opens(url)


def test_who_no_longer_takes_part_gets_no_link(cast, login, placed):
    set_status(placed, DeelnameStatus.AFGEROND)
    with pytest.raises(DeelnemerFout, match="doet niet meer mee"):
        links.give(placed, door=cast.coordinator)
    refused = login(cast.coordinator).post(page_of(placed), {"geldigheid": "14", "taal": "nl"})
    assert (refused.status_code, "doet niet meer mee" in refused.text) == (422, True)


@pytest.mark.parametrize("key", ["x", "0" * 43, "../../etc", "é" * 20, "A" * 900])
def test_a_key_that_is_false_meets_the_same_page(db, fresh_counts, key):
    assert is_refused(reverse("deelnemers:mijn", args=[key.replace("/", "-")]))


def says(answer, status, *codes):
    """Check that an answer says this in every language, with the Dutch and its mark, in no frame of ours."""
    assert answer.status_code == status
    for taal in VERTAALD:
        said = read_texts(taal, None)
        for code in codes:
            whole = f'{said[code].vertaling}</span> <span class="ep-concept">{said["concept"].vertaling}</span> '
            assert f'{whole}<span class="ep-nl" lang="nl" dir="ltr">{TEKSTEN[code]}</span>' in answer.text
    assert "<script" not in answer.text
    assert "base.css" not in answer.text
    assert (answer.headers["Cache-Control"], answer.headers["X-Robots-Tag"]) == ("no-store", "noindex, nofollow")


def test_a_link_that_works_no_more_says_so_beside_the_dutch(eigen, client):
    links.revoke(eigen.deelname)
    says(client.get(eigen.url), 404, "link_werkt_niet", "link_ingetrokken", "link_nieuw")


def test_what_has_room_for_one_language_is_dutch_until_a_translation_is_approved(cast, eigen, client):
    titel, keuze = "<title{}>{} · Leerwerk</title>", '<nav class="ep-talen"{} aria-label="{}">'
    concept = client.get(eigen.url, {"taal": "ar"}).text
    assert titel.format(' lang="nl" dir="ltr"', TEKSTEN["titel"]) in concept
    assert keuze.format(' lang="nl"', TEKSTEN["taal_kies"]) in concept
    dutch = client.get(eigen.url).text
    assert titel.format("", TEKSTEN["titel"]) in dutch
    assert keuze.format("", TEKSTEN["taal_kies"]) in dutch
    for code in ("titel", "taal_kies"):
        tekst = read_texts("ar", None)[code]
        EigenPaginaTekst.objects.create(
            gemeente=cast.waterstad,
            taal="ar",
            code=code,
            gelezen_versie=version_of(tekst.nederlands, tekst.vertaling),
            gelezen_door="Amal Tolk",
            vastgelegd_door=cast.coordinator,
            vastgelegd_op=timezone.now(),
        )
    approved = client.get(eigen.url, {"taal": "ar"}).text
    assert titel.format("", read_texts("ar", None)["titel"].vertaling) in approved
    assert keuze.format("", read_texts("ar", None)["taal_kies"].vertaling) in approved


def most(action):
    return int(LIMIET[action].split("/")[0])


def test_nobody_can_try_keys_for_long(db, fresh_counts, client):
    tries = most("onbekend")
    answers = [client.get(reverse("deelnemers:mijn", args=[f"key{n}"])) for n in range(tries + 2)]
    assert [answer.status_code for answer in answers] == [404] * tries + [429] * 2
    says(answers[-1], 429, "te_vaak")


def test_who_share_an_address_do_not_shut_each_other_out(cast, eigen, client):
    other = DeelnameFactory(traject=eigen.deelname.traject, mentor=cast.mentor)
    buur = reverse("deelnemers:mijn", args=[links.give(other, door=cast.mentor)])
    with time_machine.travel(timezone.now(), tick=False):
        for n in range(most("onbekend") + 1):
            client.head(reverse("deelnemers:mijn", args=[f"key{n}"]))
        answers = [client.head(eigen.url).status_code for _n in range(most("pagina") + 1)]
        assert answers == [200] * most("pagina") + [429]
        assert client.get(buur).status_code == 200
        says(client.get(eigen.url), 429, "te_vaak")


@pytest.mark.parametrize("who", ["mentor", "verbinder"])
def test_a_session_that_is_over_is_ended_and_sends_no_key_to_the_sign_in_page(cast, login, eigen, who):
    for go, status in (("get", 200), ("post", 302)):
        client = login(cast.people[who])
        with time_machine.travel(timezone.now() + timedelta(hours=2), tick=False):
            answer = client.get(eigen.url) if go == "get" else client.post(eigen.wens, {"wens": "taal"})
            assert answer.status_code == status
            assert "accounts" not in answer.headers.get("Location", "")
            assert "_auth_user_id" not in client.session
            assert client.get("/trajecten/").url == "/accounts/login/?next=/trajecten/"
    assert eigen.deelname.wensen.count() == 1


def test_the_page_is_nobody_elses_business(eigen, client):
    for url in (eigen.url, eigen.url.replace(eigen.key, "false")):
        headers = client.get(url).headers
        # The key stands in the address: only the site's name goes along to wherever a link leads.
        assert headers["Referrer-Policy"] == "strict-origin"
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Robots-Tag"] == "noindex, nofollow"


@pytest.mark.parametrize("wat", ["fase", "traject"])
def test_nobody_is_busy_in_what_stands_still(cast, eigen, client, wat):
    fase = FaseFactory(traject=eigen.deelname.traject, component="taal")
    VoortgangFactory(deelname=eigen.deelname, fase=fase, status="lopend")
    assert "Nu bezig" in client.get(eigen.url).text
    if wat == "fase":
        levensloop.set_doorgang(fase, Doorgang.GEPAUZEERD, reden="De docent is weg.", door=cast.coordinator)
    else:
        levensloop.set_status(fase.traject, Doorgang.GEPAUZEERD, reden="De docent is weg.", door=cast.coordinator)
    text = client.get(eigen.url).text
    assert "Staat nu stil" in text
    assert "Nu bezig" not in text
    assert "De docent is weg." not in text


def test_what_writes_answers_to_post_alone(eigen, client):
    for url in (eigen.wens, eigen.weg):
        assert [client.generic(method, url).status_code for method in ("PUT", "DELETE")] == [405] * 2
        # Back from a form that was refused, or by a reload, one comes to the page in one's language.
        for method in ("GET", "HEAD"):
            assert client.generic(method, f"{url}?taal=ar").url == f"{eigen.url}?taal=ar"
    assert client.post(eigen.url, {"wens": "taal"}).status_code == 405
    assert not eigen.deelname.wensen.exists()


def test_a_form_of_another_site_does_nothing(eigen):
    for url in (eigen.wens, eigen.weg):
        says(Client(enforce_csrf_checks=True).post(url, {"wens": "taal"}), 403, "opnieuw_openen")
    assert not eigen.deelname.wensen.exists()


def test_the_page_is_that_of_the_key_whoever_is_signed_in(cast, login, eigen):
    other = DeelnameFactory(traject__gemeente=cast.heuvelrijk, traject__naam="Elders")
    page = login(cast.vreemde).get(eigen.url)
    assert (page.status_code, page.context["pagina"].mentor.naam) == (200, "Mentor")
    assert "Elders" not in page.text
    assert login(cast.vreemde).post(eigen.wens, {"wens": "taal"}).status_code == 302
    assert (eigen.deelname.wensen.count(), other.wensen.count()) == (1, 0)


def test_opening_the_page_is_a_line_in_the_log(cast, eigen, client):
    Logregel.objects.about(eigen.deelname.deelnemer_id)
    client.get(eigen.url)
    client.head(eigen.url)
    [line] = Logregel.objects.filter(handeling="inzien")
    assert (line.actor, line.grond, line.betrokkene) == (None, [Relatie.HOUDER], eigen.deelname.deelnemer_id)
    assert (line.eigenaar, line.additional_data) == (cast.waterstad.pk, {"pagina": "deelnemers:mijn"})
    assert LogTable([]).render_actor(line) == "Niet ingelogd"


def test_what_is_done_there_is_a_line_too(cast, eigen, client):
    client.post(eigen.wens, {"wens": "taal"})
    line = Logregel.objects.get(content_type__model="wens")
    assert (line.handeling, line.actor, line.grond) == ("gemaakt", None, [Relatie.HOUDER])
    assert line.betrokkene == eigen.deelname.deelnemer_id


def test_a_form_of_ours_that_is_refused_keeps_our_own_page(cast, db):
    answer = Client(enforce_csrf_checks=True).post("/accounts/login/", {})
    assert (answer.status_code, "Uw formulier is niet verstuurd" in answer.text) == (403, True)


def test_a_refused_link_is_nobodys_line(eigen, client):
    links.revoke(eigen.deelname)
    before = Logregel.objects.count()
    client.get(eigen.url)
    assert Logregel.objects.count() == before


def test_no_key_stands_in_a_technical_log(cast, eigen, caplog):
    for line in (f'"GET {eigen.url} HTTP/1.1" 200', f"Forbidden: {eigen.wens}", f"http://x.example{eigen.url}?taal=ar"):
        assert eigen.key not in clean(line)
    with caplog.at_level(logging.DEBUG, logger="deelnemers"):
        Client().get(eigen.url)
    assert [record for record in caplog.records if record.name.startswith("deelnemers")] == []
