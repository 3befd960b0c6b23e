import uuid

import pytest
from django.urls import reverse

from berichten.models import Bericht
from partijen.enums import Rol
from tests.factories.partijen import LidmaatschapFactory
from tests.factories.toegang import UserFactory
from tests.factories.trajecten import RolinvullingFactory, TrajectFactory
from trajecten.enums import RolStatus
from trajecten.models import Rolinvulling
from trajecten.rollen import accept, answer, release


@pytest.fixture
def rij(cast):
    traject = TrajectFactory(gemeente=cast.waterstad, regisseur=cast.coordinator)
    return RolinvullingFactory(fase__traject=traject, rol=Rol.WERKGEVER)


@pytest.fixture
def gevraagd(cast, rij):
    return RolinvullingFactory(fase=rij.fase, rol=Rol.OPLEIDER, gevraagd=True, partij=cast.installatie)


def url(name, obj):
    return reverse(f"trajecten:{name}", args=[obj.pk])


def state(rij):
    rij = Rolinvulling.objects.get(pk=rij.pk)
    return rij.status, rij.partij, rij.persoon


# --- Filling a role


def test_vul_puts_parties_that_fit_first(cast, rij, login):
    form = login(cast.coordinator).get(url("rol_vul", rij)).context["form"]
    groups = {label: [naam for _pk, naam in rows] for label, rows in form.fields["partij"].choices[1:]}

    assert groups == {
        "Past bij deze rol": ["Installatie BV"],
        "Andere partijen": ["Expertise", "Heuvelrijk", "Maatwerk", "Netwerk", "ROC", "Taalhuis", "Waterstad"],
    }


def test_vul_offers_the_people_of_the_chosen_party(cast, rij, login):
    client = login(cast.coordinator)

    assert 'hx-select="#div_id_persoon"' in client.get(url("rol_vul", rij)).text
    form = client.get(url("rol_vul", rij), {"partij": cast.maatwerk.pk}).context["form"]
    assert list(form.fields["persoon"].queryset) == [cast.mentor]


@pytest.mark.parametrize("partij", ["0", "x", "9" * 30, "-1"])
def test_vul_with_a_party_that_is_not_there_offers_nobody(cast, rij, login, partij):
    response = login(cast.coordinator).get(url("rol_vul", rij), {"partij": partij})
    assert response.status_code == 200
    assert not response.context["form"].fields["persoon"].queryset


def test_vul_asks_and_mails_once_on_a_double_click(cast, rij, login):
    client = login(cast.coordinator)
    data = {"partij": cast.installatie.pk, "toegezegd": "nee", "indiening": str(uuid.uuid4())}

    first, second = client.post(url("rol_vul", rij), data), client.post(url("rol_vul", rij), data)

    assert first.url == second.url == f"{url('detail', rij.fase.traject)}#fase-{rij.fase.pk}"
    assert state(rij) == (RolStatus.GEVRAAGD, cast.installatie, None)
    assert Bericht.objects.filter(soort="rol_gevraagd", ontvanger=cast.werkgever).count() == 1


def test_vul_records_what_was_promised_already(cast, rij, login):
    data = {"partij": cast.installatie.pk, "persoon": cast.werkgever.pk, "toegezegd": "ja"}

    login(cast.coordinator).post(url("rol_vul", rij), data)

    assert state(rij) == (RolStatus.TOEGEZEGD, cast.installatie, cast.werkgever)
    assert not Bericht.objects.exists()


def test_vul_refuses_a_person_of_another_party(cast, rij, login):
    data = {"partij": cast.installatie.pk, "persoon": cast.mentor.pk, "toegezegd": "ja"}

    response = login(cast.coordinator).post(url("rol_vul", rij), data)

    assert response.status_code == 422
    assert response.context["form"].errors == {"persoon": ["Deze persoon hoort niet bij de gekozen partij."]}
    assert state(rij)[0] == RolStatus.OPEN


def test_vul_refuses_someone_who_left_the_party(cast, rij, login):
    left = LidmaatschapFactory(partij=cast.installatie, actief=False).gebruiker
    data = {"partij": cast.installatie.pk, "persoon": left.pk, "toegezegd": "ja"}

    assert login(cast.coordinator).post(url("rol_vul", rij), data).status_code == 422


def test_vul_shows_on_the_form_what_the_domain_refuses(cast, gevraagd, login):
    response = login(cast.coordinator).post(url("rol_vul", gevraagd), {"partij": cast.roc.pk, "toegezegd": "nee"})

    assert response.status_code == 422
    assert "Deze rol is al gevraagd aan Installatie BV. Trek die vraag eerst in." in response.text
    assert state(gevraagd)[1] == cast.installatie


@pytest.fixture
def partner(cast, rij):
    """Someone of another party, which directs this trajectory."""
    RolinvullingFactory(toegezegd=True, fase=rij.fase, rol=Rol.REGISSEUR, partij=cast.netwerk, persoon=cast.verbinder)
    return cast.verbinder


def offered(form):
    return {pk for _label, rows in form.fields["partij"].choices[1:] for pk, _naam in rows}


@pytest.mark.parametrize("rol", [Rol.OPLEIDER, Rol.TAALOPLEIDER, Rol.MENTOR])
@pytest.mark.parametrize("toegezegd", ["ja", "nee"])
def test_nobody_gives_their_own_party_a_role_that_shows_people(cast, rij, partner, login, rol, toegezegd):
    open_rij = RolinvullingFactory(fase=rij.fase, rol=rol)
    client, data = login(partner), {"partij": cast.netwerk.pk, "toegezegd": toegezegd}

    for address, extra in ((url("rol_vul", open_rij), {}), (url("rol_nieuw", rij.fase), {"rol": rol})):
        assert cast.netwerk.pk not in offered(client.get(address, extra).context["form"])
        response = client.post(address, data | extra)
        assert response.status_code == 422
        assert response.context["form"].errors == {
            "partij": ["Vraag een coördinator van Waterstad om uw eigen organisatie deze rol te geven."]
        }
    assert [row.status for row in Rolinvulling.objects.filter(rol=rol)] == [RolStatus.OPEN]


def test_other_parties_and_other_roles_stay_possible_and_so_does_the_gemeente_itself(cast, rij, partner, login):
    opleider = RolinvullingFactory(fase=rij.fase, rol=Rol.OPLEIDER)
    login(partner).post(url("rol_vul", opleider), {"partij": cast.roc.pk, "toegezegd": "ja"})
    login(partner).post(url("rol_vul", rij), {"partij": cast.netwerk.pk, "toegezegd": "ja"})
    mentor = RolinvullingFactory(fase=rij.fase, rol=Rol.MENTOR)
    login(cast.coordinator).post(url("rol_vul", mentor), {"partij": cast.waterstad.pk, "toegezegd": "ja"})

    assert [state(row)[:2] for row in (opleider, rij, mentor)] == [
        (RolStatus.TOEGEZEGD, cast.roc),
        (RolStatus.TOEGEZEGD, cast.netwerk),
        (RolStatus.TOEGEZEGD, cast.waterstad),
    ]


def test_of_a_role_their_party_has_already_they_choose_the_colleague(cast, rij, partner, login):
    own = RolinvullingFactory(toegezegd=True, fase=rij.fase, rol=Rol.OPLEIDER, partij=cast.netwerk)
    data = {"partij": cast.netwerk.pk, "persoon": partner.pk, "toegezegd": "ja"}

    assert cast.netwerk.pk in offered(login(partner).get(url("rol_vul", own)).context["form"])
    assert login(partner).post(url("rol_vul", own), data).status_code == 302
    assert state(own) == (RolStatus.TOEGEZEGD, cast.netwerk, partner)


def test_a_role_the_gemeente_asked_their_party_for_is_answered_and_not_taken(cast, rij, partner, login):
    asked = RolinvullingFactory(gevraagd=True, fase=rij.fase, rol=Rol.OPLEIDER, partij=cast.netwerk)

    data = {"partij": cast.netwerk.pk, "toegezegd": "ja"}
    assert login(partner).post(url("rol_vul", asked), data).status_code == 422
    assert login(partner).post(url("rol_antwoord", asked), {"antwoord": "ja"}).status_code == 302
    assert state(asked)[:2] == (RolStatus.TOEGEZEGD, cast.netwerk)


def test_the_form_lists_nobody_whom_the_directory_hides(cast, rij, partner, login):
    def people(user, row, partij):
        form = login(user).get(url("rol_vul", row), {"partij": partij.pk}).context["form"]
        return list(form.fields["persoon"].queryset)

    held = RolinvullingFactory(toegezegd=True, fase=rij.fase, rol=Rol.MENTOR, partij=cast.maatwerk, persoon=cast.mentor)
    LidmaatschapFactory(partij=cast.maatwerk)
    for partij in (cast.heuvelrijk, cast.waterstad, cast.maatwerk):
        assert people(partner, rij, partij) == []
    assert people(partner, rij, cast.netwerk) == [partner]
    assert people(partner, held, cast.maatwerk) == [cast.mentor]
    assert people(cast.coordinator, rij, cast.heuvelrijk) == [cast.vreemde]


def test_nieuw_adds_another_holder(cast, rij, login):
    rij.status, rij.partij = RolStatus.TOEGEZEGD, cast.installatie
    rij.save()
    data = {"rol": "werkgever", "partij": cast.roc.pk, "toegezegd": "ja"}

    assert login(cast.coordinator).post(url("rol_nieuw", rij.fase), data).status_code == 302

    assert {r.partij for r in Rolinvulling.objects.filter(rol="werkgever")} == {cast.installatie, cast.roc}


def test_nieuw_refuses_the_same_party_twice_and_adds_nothing(cast, rij, login):
    rij.status, rij.partij = RolStatus.TOEGEZEGD, cast.installatie
    rij.save()
    data = {"rol": "werkgever", "partij": cast.installatie.pk, "toegezegd": "ja"}

    response = login(cast.coordinator).post(url("rol_nieuw", rij.fase), data)

    assert response.status_code == 422
    assert Rolinvulling.objects.count() == 1


def test_leeg_withdraws_a_question(cast, gevraagd, login):
    response = login(cast.coordinator).post(url("rol_leeg", gevraagd), follow=True)

    assert state(gevraagd) == (RolStatus.OPEN, None, None)
    assert response.status_code == 200


@pytest.mark.parametrize("name", ["rol_vul", "rol_leeg", "rol_antwoord"])
def test_a_role_of_another_gemeente_is_not_found(cast, gevraagd, login, name):
    assert login(cast.vreemde).post(url(name, gevraagd)).status_code == 404
    assert state(gevraagd)[0] == RolStatus.GEVRAAGD


# --- Answering


def test_a_request_stands_with_its_buttons_on_the_page_of_who_was_asked(cast, gevraagd, login):
    RolinvullingFactory(fase=gevraagd.fase, rol=Rol.VERBINDER, toegezegd=True, partij=cast.netwerk)
    page = url("detail", gevraagd.fase.traject)

    assert f"{url('rol_antwoord', gevraagd)}?antwoord=ja" in login(cast.werkgever).get(page).text
    for other in (cast.verbinder, cast.coordinator):
        assert url("rol_antwoord", gevraagd) not in login(other).get(page).text


def test_answer_form_says_what_is_asked_and_takes_the_button_along(cast, gevraagd, login):
    response = login(cast.werkgever).get(url("rol_antwoord", gevraagd), {"antwoord": "nee"})

    assert response.context["form"]["antwoord"].value() == "nee"
    assert gevraagd.fase.traject.naam in response.text
    assert list(response.context["form"].fields["persoon"].queryset) == [cast.werkgever]


def test_yes_with_a_colleague_counts_once_on_a_double_click(cast, gevraagd, login):
    colleague = UserFactory(naam="Collega")
    LidmaatschapFactory(gebruiker=colleague, partij=cast.installatie)
    client = login(cast.werkgever)
    data = {"antwoord": "ja", "persoon": colleague.pk, "indiening": str(uuid.uuid4())}

    first, second = client.post(url("rol_antwoord", gevraagd), data), client.post(url("rol_antwoord", gevraagd), data)

    assert first.url == second.url == url("detail", gevraagd.fase.traject)
    assert state(gevraagd) == (RolStatus.TOEGEZEGD, cast.installatie, colleague)
    assert Bericht.objects.filter(soort="rol_beantwoord", ontvanger=cast.coordinator).count() == 1


def test_no_needs_a_reason_and_then_leaves_the_trajectory(cast, gevraagd, login):
    client = login(cast.werkgever)

    refused = client.post(url("rol_antwoord", gevraagd), {"antwoord": "nee", "reden": " "})
    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == ["reden"]

    done = client.post(url("rol_antwoord", gevraagd), {"antwoord": "nee", "reden": "Geen plek"})
    assert done.url == reverse("trajecten:lijst")
    assert state(gevraagd) == (RolStatus.OPEN, None, None)
    assert client.get(url("detail", gevraagd.fase.traject)).status_code == 404


@pytest.mark.parametrize(
    ("data", "veld"),
    [
        ({"reden": ""}, "antwoord"),
        ({"antwoord": "misschien"}, "antwoord"),
        ({"antwoord": "nee", "reden": "r" * 301}, "reden"),
        ({"antwoord": "ja", "persoon": "vreemde"}, "persoon"),
    ],
)
def test_a_bad_answer_stands_beside_its_field(cast, gevraagd, login, data, veld):
    if "persoon" in data:
        data = data | {"persoon": cast.mentor.pk}

    response = login(cast.werkgever).post(url("rol_antwoord", gevraagd), data)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [veld]
    assert state(gevraagd)[0] == RolStatus.GEVRAAGD


def test_yes_to_a_question_withdrawn_meanwhile_says_so(cast, gevraagd, login, monkeypatch):
    def answer_too_late(rij, **antwoord):
        release(Rolinvulling.objects.get(pk=rij.pk))
        answer(rij, **antwoord)

    monkeypatch.setattr("trajecten.views.rollen.answer", answer_too_late)

    response = login(cast.werkgever).post(url("rol_antwoord", gevraagd), {"antwoord": "ja"})

    assert response.status_code == 422
    assert "Deze vraag is intussen ingetrokken. U hoeft niets meer te doen." in response.text


def test_a_question_withdrawn_before_is_not_found(cast, gevraagd, login):
    release(gevraagd)
    assert login(cast.werkgever).get(url("rol_antwoord", gevraagd)).status_code == 404


def test_a_mail_about_a_withdrawn_question_leads_to_the_trajectory_of_who_still_sees_it(cast, gevraagd, login):
    RolinvullingFactory(fase=gevraagd.fase, rol=Rol.WERKGEVER, toegezegd=True, partij=cast.installatie)
    release(gevraagd)
    client = login(cast.werkgever)

    response = client.get(url("rol_antwoord", gevraagd), follow=True)

    assert response.redirect_chain == [(url("detail", gevraagd.fase.traject), 302)]
    assert "Deze vraag is ingetrokken. U hoeft niets meer te doen." in response.text
    assert client.post(url("rol_antwoord", gevraagd), {"antwoord": "ja"}).status_code == 403


def test_a_question_that_was_answered_asks_nothing_more(cast, gevraagd, login):
    accept(gevraagd)

    response = login(cast.werkgever).get(url("rol_antwoord", gevraagd), follow=True)

    assert response.redirect_chain == [(url("detail", gevraagd.fase.traject), 302)]
    assert "heeft deze rol al toegezegd. U hoeft niets meer te doen." in response.text


def test_who_was_not_asked_gets_no_form(cast, gevraagd, login):
    response = login(cast.coordinator).get(url("rol_antwoord", gevraagd), follow=True)

    assert response.redirect_chain == [(url("detail", gevraagd.fase.traject), 302)]
    assert "Deze vraag is voor een andere partij." in response.text


@pytest.mark.parametrize("who", ["coordinator", "verbinder"])
def test_nobody_answers_for_another_party(cast, gevraagd, login, who):
    RolinvullingFactory(fase=gevraagd.fase, rol=Rol.VERBINDER, toegezegd=True, partij=cast.netwerk)

    response = login(getattr(cast, who)).post(url("rol_antwoord", gevraagd), {"antwoord": "ja"})

    assert response.status_code == 403
    assert state(gevraagd)[0] == RolStatus.GEVRAAGD


@pytest.mark.parametrize(("who", "code"), [("klantmanager", 302), ("lezer", 403), ("beheerder", 403)])
def test_in_a_gemeente_its_workers_answer(cast, login, who, code):
    rij = RolinvullingFactory(fase__traject__gemeente=cast.heuvelrijk, gevraagd=True, partij=cast.waterstad)

    assert login(getattr(cast, who)).post(url("rol_antwoord", rij), {"antwoord": "ja"}).status_code == code
