import pytest
from django.urls import reverse

from deelnemers.enums import DeelnameStatus
from deelnemers.forms.deelnemers import DeelnemerForm
from deelnemers.models import Deelnemer
from partijen.enums import Functie, Rol
from tests.factories.deelnemers import (
    CheckinFactory,
    DeelnameFactory,
    DeelnemerFactory,
    PlaatsingFactory,
    VoortgangFactory,
)
from tests.factories.partijen import LidmaatschapFactory
from tests.factories.trajecten import FaseFactory, RolinvullingFactory, TrajectFactory
from toegang.models import Logregel

LIJST = "/deelnemers/"


@pytest.fixture
def samira(placed):
    """The placed participant, with everything filled in that somebody must not see."""
    Deelnemer.objects.filter(pk=placed.deelnemer_id).update(
        voornaam="Samira",
        achternaam="Haddad",
        kenmerk="W-77",
        email="samira@voorbeeld.example",
        telefoon="0612345678",
        uren_per_week=24,
        belemmeringen=["kinderopvang"],
        spreken="B1",
    )
    CheckinFactory(deelname=placed, door=placed.mentor, knelpunten="Trein rijdt niet")
    VoortgangFactory(deelname=placed, fase=placed.traject.fasen.get(), status="lopend")
    PlaatsingFactory(deelname=placed, werkgever__naam="Anderwerk BV")
    DeelnemerFactory(gemeente=placed.deelnemer.gemeente, voornaam="Collega", achternaam="Zonder")
    placed.deelnemer.refresh_from_db()
    return placed.deelnemer


# --- the list


@pytest.mark.parametrize(
    ("who", "names"),
    [
        ("coordinator", ["Samira Haddad", "Collega Zonder"]),
        ("klantmanager", ["Samira Haddad", "Collega Zonder"]),
        ("lezer", ["Samira Haddad", "Collega Zonder"]),
        ("mentor", ["Samira Haddad"]),
        ("opleider", ["Samira Haddad"]),
        ("taal", ["Samira Haddad"]),
        ("werkgever", ["Samira"]),
        ("vreemde", []),
    ],
)
def test_lijst_shows_each_their_own_people(cast, login, samira, who, names):
    table = login(cast.people[who]).get(LIJST).context["table"]
    assert [kaart.naam for kaart in table.kaarten.values()] == names


@pytest.mark.parametrize("who", ["verbinder", "expert", "beheerder"])
def test_lijst_is_not_for_who_has_no_task_for_people(cast, login, samira, who):
    assert login(cast.people[who]).get(LIJST).status_code == 403


def test_lijst_tells_an_employer_first_name_and_language_alone(cast, login, samira):
    page = login(cast.werkgever).get(LIJST)
    shown = [word for word in ("Samira", "Haddad", "W-77", "24", "Mentor") if word in page.text]
    assert shown == ["Samira"]
    assert [column.name for column in page.context["table"].columns.iterall() if column.visible] == [
        "naam",
        "spreken",
        "trajecten",
    ]
    assert 'name="zoek"' not in page.text


@pytest.mark.parametrize(
    ("who", "zoek", "found"),
    [
        ("coordinator", "samira", 1),
        ("coordinator", "HADDAD sam", 1),
        ("coordinator", "W-77", 1),
        ("coordinator", "Niemand", 0),
        ("coordinator", "   ", 2),
        ("mentor", "haddad", 1),
        ("mentor", "W-77", 0),
        ("opleider", "haddad", 1),
        ("opleider", "W-77", 0),
    ],
)
def test_lijst_searches_only_what_one_may_read(cast, login, samira, who, zoek, found):
    page = login(cast.people[who]).get(LIJST, {"zoek": zoek})
    assert page.context["table"].page.paginator.count == found


def test_lijst_does_not_let_an_employer_guess_a_surname(cast, login, samira):
    # The filter has no such field for them; and the search itself refuses, should it ever get one.
    assert login(cast.werkgever).get(LIJST, {"zoek": "Niemand"}).context["table"].page.paginator.count == 1
    assert Deelnemer.objects.visible_to(cast.werkgever).search(cast.werkgever, "Haddad").count() == 0


@pytest.mark.parametrize(
    ("vraag", "names"),
    [
        ({"taal": "B1"}, ["Samira Haddad"]),
        ({"taal": "B2"}, []),
        ({"taal": "A1"}, ["Samira Haddad", "Collega Zonder"]),
        ({"status": "actief"}, ["Samira Haddad"]),
        ({"status": "gestopt"}, []),
        ({"let_op": "zonder_traject"}, ["Collega Zonder"]),
        ({"let_op": "zonder_mentor"}, []),
    ],
)
def test_lijst_filters(cast, login, samira, vraag, names):
    table = login(cast.coordinator).get(LIJST, vraag).context["table"]
    assert [kaart.naam for kaart in table.kaarten.values()] == names


def test_lijst_filters_by_trajectory_and_mentor(cast, login, samira):
    other = DeelnameFactory(traject__gemeente=cast.waterstad, deelnemer__achternaam="Aarts", deelnemer__voornaam="An")
    client = login(cast.coordinator)

    by_traject = client.get(LIJST, {"traject": other.traject_id}).context["table"]
    by_mentor = client.get(LIJST, {"let_op": "zonder_mentor"}).context["table"]

    assert [kaart.naam for kaart in by_traject.kaarten.values()] == ["An Aarts"]
    assert [kaart.naam for kaart in by_mentor.kaarten.values()] == ["An Aarts"]


@pytest.mark.parametrize("value", ["0", "abc", "99999999999999999999999"])
def test_lijst_ignores_a_filter_that_makes_no_sense(cast, login, samira, value):
    for field in ("traject", "taal", "status", "let_op", "page", "sort"):
        assert login(cast.coordinator).get(LIJST, {field: value}).status_code == 200


def test_lijst_does_not_filter_by_a_foreign_trajectory(cast, login, samira):
    foreign = TrajectFactory(gemeente=cast.heuvelrijk, naam="Geheim traject")
    page = login(cast.coordinator).get(LIJST, {"traject": foreign.pk})
    assert "traject" in page.context["filter"].form.errors
    assert "Geheim traject" not in page.text


@pytest.mark.parametrize("rows", [1, 3, 30])
@pytest.mark.parametrize("who", ["coordinator", "mentor", "werkgever", "opleider"])
def test_lijst_costs_the_same_queries_for_any_number_of_rows(cast, login, placed, who, rows, django_assert_num_queries):
    for _ in range(rows - 1):
        deelname = DeelnameFactory(traject=placed.traject, mentor=cast.mentor)
        PlaatsingFactory(deelname=deelname, werkgever=cast.installatie)
    client = login(cast.people[who])
    # session, user, memberships, roles anywhere; choices of trajectory; count, rows, participations; three for cards
    with django_assert_num_queries(12):
        client.get(LIJST)


def test_lijst_pages_by_25(cast, login):
    DeelnemerFactory.create_batch(60, gemeente=cast.waterstad)
    table = login(cast.coordinator).get(LIJST, {"page": 3}).context["table"]
    assert (len(table.kaarten), table.page.paginator.num_pages) == (10, 3)


def test_lijst_empty_says_what_to_do(cast, login):
    assert "importeer een lijst uit Excel" in login(cast.coordinator).get(LIJST).text
    assert "zodra de gemeente u aan hen koppelt" in login(cast.mentor).get(LIJST).text
    assert "Kies een ruimer filter" in login(cast.coordinator).get(LIJST, {"zoek": "x"}).text


# --- the file

GEHEIM = {
    "achternaam": "Haddad",
    "kenmerk": "W-77",
    "email": "samira@voorbeeld.example",
    "telefoon": "0612345678",
    "uren": "24 uur per week</dd>",
    "thuis": "Kinderopvang nodig",
    "checkin": "Laatste check-ins",
    "voortgang": "Voortgang per fase",
    "ander werk": "Anderwerk BV",
    "eigen werk": "Installatie BV",
    "taal": "B1",
}


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("coordinator", set(GEHEIM)),
        ("klantmanager", set(GEHEIM)),
        ("lezer", set(GEHEIM)),
        ("mentor", set(GEHEIM) - {"kenmerk"}),
        ("opleider", {"achternaam", "uren", "voortgang", "taal"}),
        ("taal", {"achternaam", "uren", "voortgang", "taal"}),
        ("werkgever", {"eigen werk", "taal"}),
    ],
)
def test_detail_shows_each_what_their_role_needs(cast, login, samira, who, seen):
    page = login(cast.people[who]).get(reverse("deelnemers:detail", args=[samira.pk])).text
    main = page[page.index("<main") :].replace("<dd>24 uur per week</dd>", "24 uur per week</dd>")
    assert {name for name, text in GEHEIM.items() if text in main} == seen


@pytest.mark.parametrize("who", ["vreemde", "verbinder", "expert", "beheerder"])
def test_detail_is_not_there_for_others(cast, login, samira, who):
    assert login(cast.people[who]).get(reverse("deelnemers:detail", args=[samira.pk])).status_code == 404


def test_detail_writes_down_who_read_it(cast, login, samira):
    login(cast.lezer).get(reverse("deelnemers:detail", args=[samira.pk]))
    entry = Logregel.objects.get(handeling="inzien")
    assert (entry.actor, entry.object_pk) == (cast.lezer, str(samira.pk))


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_detail_costs_the_same_queries_for_any_number_of_rows(cast, login, rows, django_assert_num_queries):
    deelnemer = DeelnemerFactory(gemeente=cast.waterstad)
    for _ in range(rows):
        deelname = DeelnameFactory(deelnemer=deelnemer, traject__gemeente=cast.waterstad, mentor=cast.mentor)
        VoortgangFactory(deelname=deelname)
        PlaatsingFactory(deelname=deelname)
        CheckinFactory(deelname=deelname)
    client = login(cast.coordinator)
    client.get(reverse("deelnemers:detail", args=[deelnemer.pk]))
    # session, user, memberships; participant, three for relations; log; participations, two of theirs; check-ins
    with django_assert_num_queries(12):
        client.get(reverse("deelnemers:detail", args=[deelnemer.pk]))


def test_detail_of_a_newcomer_says_what_to_do(cast, login):
    deelnemer = DeelnemerFactory(gemeente=cast.waterstad)
    page = login(cast.coordinator).get(reverse("deelnemers:detail", args=[deelnemer.pk])).text
    assert "Doet nog niet mee aan een traject" in page
    assert "Er zijn nog geen check-ins" in page


# --- adding and changing


def test_nieuw_saves_once_on_a_double_click(cast, login):
    data = {"voornaam": "Samira", "achternaam": "Haddad", "belemmeringen": ["reis"], "uren_per_week": "24"}
    data["indiening"] = "6f1d7c1e-5a57-4f0e-9c1c-6a1f6a1f6a1f"
    client = login(cast.klantmanager)

    responses = [client.post(reverse("deelnemers:nieuw"), data) for _ in range(2)]

    made = Deelnemer.objects.get()
    assert [r.url for r in responses] == [reverse("deelnemers:detail", args=[made.pk])] * 2
    assert (made.gemeente, made.belemmeringen, made.uren_per_week) == (cast.waterstad, ["reis"], 24)


@pytest.mark.parametrize(
    ("data", "veld"),
    [
        ({"voornaam": ""}, "voornaam"),
        ({"voornaam": "x" * 101}, "voornaam"),
        ({"achternaam": "Haddad 123456782"}, "achternaam"),
        ({"kenmerk": "1234.56.782"}, "kenmerk"),
        ({"kenmerk": "W-1"}, "kenmerk"),
        ({"telefoon": "123456782"}, "telefoon"),
        ({"email": "geen"}, "email"),
        ({"uren_per_week": "61"}, "uren_per_week"),
        ({"uren_per_week": "-1"}, "uren_per_week"),
        ({"spreken": "Z9"}, "spreken"),
        ({"belemmeringen": ["hoofdpijn"]}, "belemmeringen"),
    ],
)
def test_nieuw_keeps_what_was_typed_beside_a_message(cast, login, data, veld):
    DeelnemerFactory(gemeente=cast.waterstad, kenmerk="W-1")
    typed = {"voornaam": "Samira", "achternaam": "Haddad", "telefoon": "0687654321", **data}

    response = login(cast.coordinator).post(reverse("deelnemers:nieuw"), typed)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [veld]
    assert f'value="{typed["telefoon"]}"' in response.text
    assert Deelnemer.objects.count() == 1


def test_nieuw_ignores_another_gemeente_in_the_form(cast, login):
    data = {"voornaam": "Samira", "achternaam": "Haddad", "gemeente": cast.heuvelrijk.pk}
    login(cast.coordinator).post(reverse("deelnemers:nieuw"), data)
    assert Deelnemer.objects.get().gemeente == cast.waterstad


def test_nieuw_asks_the_gemeente_of_who_works_for_two(cast, login):
    LidmaatschapFactory(gebruiker=cast.coordinator, partij=cast.heuvelrijk, functie=Functie.COORDINATOR)
    data = {"voornaam": "Samira", "achternaam": "Haddad"}
    client = login(cast.coordinator)

    assert list(client.post(reverse("deelnemers:nieuw"), data).context["form"].errors) == ["gemeente"]
    client.post(reverse("deelnemers:nieuw"), {**data, "gemeente": cast.heuvelrijk.pk})
    assert Deelnemer.objects.get().gemeente == cast.heuvelrijk


@pytest.mark.parametrize("naam", ["😀 Zoë", "سميرة", "ሃዳድ", "Ольга", "O'Neill <b>", "a" * 100])
def test_names_of_every_kind_are_kept_and_shown(cast, login, naam):
    client = login(cast.coordinator)
    response = client.post(reverse("deelnemers:nieuw"), {"voornaam": naam, "achternaam": naam})
    page = client.get(response.url).text
    assert Deelnemer.objects.get().voornaam == naam
    assert "<b>" not in page
    assert client.get(LIJST).status_code == 200


def test_wijzig_changes_and_keeps_its_own_kenmerk(cast, login, samira):
    url = reverse("deelnemers:wijzig", args=[samira.pk])
    data = {"voornaam": "Samira", "achternaam": "El Haddad", "kenmerk": "W-77"}

    assert login(cast.klantmanager).post(url, data).status_code == 302

    samira.refresh_from_db()
    assert (samira.achternaam, samira.belemmeringen, samira.gemeente) == ("El Haddad", [], cast.waterstad)


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("coordinator", 200),
        ("klantmanager", 200),
        ("lezer", 403),
        ("mentor", 403),
        ("werkgever", 403),
        ("opleider", 403),
        ("taal", 403),
        ("vreemde", 404),
        ("verbinder", 404),
        ("expert", 404),
        ("beheerder", 404),
    ],
)
def test_wijzig_by_cast(cast, login, samira, who, status):
    client, url = login(cast.people[who]), reverse("deelnemers:wijzig", args=[samira.pk])
    assert client.get(url).status_code == status
    assert client.post(url, {"voornaam": ""}).status_code == (422 if status == 200 else status)


# --- the participants of one trajectory


@pytest.fixture
def groep(cast, samira, placed):
    """Samira, a colleague who is in nobody's care yet, and two people of Heuvelrijk."""
    DeelnameFactory(traject=placed.traject, deelnemer__voornaam="Bea", deelnemer__achternaam="Bakker")
    for n in range(2):
        DeelnameFactory(
            traject=placed.traject,
            deelnemer__gemeente=cast.heuvelrijk,
            deelnemer__voornaam=f"Ander{n}",
            deelnemer__achternaam=f"Heuvel{n}",
        )
    RolinvullingFactory(
        fase=FaseFactory(traject=placed.traject, component="werving"),
        rol=Rol.INTERMEDIAIR,
        toegezegd=True,
        partij=cast.heuvelrijk,
    )
    return reverse("deelnemers:van_traject", args=[placed.traject_id])


@pytest.mark.parametrize(
    ("who", "names", "anderen"),
    [
        ("coordinator", ["Bea Bakker", "Samira Haddad"], None),
        ("klantmanager", ["Bea Bakker", "Samira Haddad"], None),
        ("lezer", ["Bea Bakker", "Samira Haddad"], None),
        ("mentor", ["Samira Haddad"], 0),
        ("werkgever", ["Samira"], 0),
        ("vreemde", ["Ander0 Heuvel0", "Ander1 Heuvel1"], None),
    ],
)
def test_van_traject_shows_each_their_own_people(cast, login, groep, who, names, anderen):
    response = login(cast.people[who]).get(groep)
    found = response.context["groep"]
    assert ([lid.kaart.naam for lid in found.leden], found.anderen) == (names, anderen)
    assert ("Minder dan 5 deelnemers" in response.text) == (anderen is None)


def test_van_traject_tells_a_number_from_five(cast, login, groep, placed):
    DeelnameFactory.create_batch(3, traject=placed.traject, deelnemer__gemeente=cast.heuvelrijk)
    text = login(cast.coordinator).get(groep).text
    assert "5 deelnemers komen uit een andere gemeente." in text
    assert "Ander0" not in text


@pytest.mark.parametrize(("who", "status"), [("verbinder", 403), ("expert", 403), ("beheerder", 403)])
def test_van_traject_is_not_for_who_has_no_task_for_people(cast, login, groep, who, status):
    assert login(cast.people[who]).get(groep).status_code == status


def test_van_traject_of_a_foreign_trajectory_is_not_found(cast, login):
    foreign = TrajectFactory(gemeente=cast.heuvelrijk)
    url = reverse("deelnemers:van_traject", args=[foreign.pk])
    assert {login(u).get(url).status_code for n, u in cast.people.items() if n != "vreemde"} == {404}


def test_van_traject_is_a_part_for_htmx_and_a_page_without(cast, login, groep):
    client = login(cast.coordinator)
    part, page = client.get(groep, headers={"hx-request": "true"}).text, client.get(groep).text
    assert ("<html" in part, "<html" in page) == (False, True)
    assert all("Bea Bakker" in text and "nog geen mentor" in text for text in (part, page))


def test_van_traject_tells_an_employer_neither_contact_nor_mentor(cast, login, groep):
    text = login(cast.werkgever).get(groep).text
    assert [word for word in ("Haddad", "Laatste contact", "Mentor", "Fase</th>") if word in text] == []


@pytest.mark.parametrize("rows", [1, 3, 30])
@pytest.mark.parametrize(("who", "queries"), [("coordinator", 12), ("mentor", 11), ("werkgever", 11)])
def test_van_traject_costs_the_same_queries_for_any_number_of_rows(
    cast, login, placed, who, queries, rows, django_assert_num_queries
):
    for _ in range(rows - 1):
        deelname = DeelnameFactory(traject=placed.traject, mentor=cast.mentor, status=DeelnameStatus.ACTIEF)
        PlaatsingFactory(deelname=deelname, werkgever=cast.installatie)
    client = login(cast.people[who])
    with django_assert_num_queries(queries):
        client.get(reverse("deelnemers:van_traject", args=[placed.traject_id]))


@pytest.mark.parametrize("name", ["nieuw", "wijzig"])
def test_a_kenmerk_taken_at_the_same_instant_is_said_beside_its_field(cast, login, monkeypatch, name):
    args = [DeelnemerFactory(gemeente=cast.waterstad, voornaam="Noor").pk] if name == "wijzig" else []
    save = DeelnemerForm.save

    def save_a_moment_later(form):
        DeelnemerFactory(gemeente=cast.waterstad, kenmerk="W-9")
        return save(form)

    monkeypatch.setattr(DeelnemerForm, "save", save_a_moment_later)
    data = {"voornaam": "Sami", "achternaam": "Kaya", "kenmerk": "W-9"}

    response = login(cast.coordinator).post(reverse(f"deelnemers:{name}", args=args), data)

    assert response.status_code == 422
    assert response.context["form"].errors == {"kenmerk": ["Er is al een deelnemer met dit kenmerk."]}
    assert 'value="Sami"' in response.text
    assert not Deelnemer.objects.filter(voornaam="Sami").exists()
