"""The register of processing: no personal field without a purpose, and the document says what the code does."""

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import models
from django.urls import reverse
from django.utils.functional import Promise

from deelnemers.anonimiseren import REGELS
from inzicht import verwerkingsregister
from inzicht.verwerkingen import ALS_DOSSIER
from inzicht.verwerkingsregister import PAD, REGISTER, as_markdown, build

# Rows that hold nothing about a person, each with its reason and every field of it in which anything could be written.
NIET_OVER_MENSEN = {
    "berichten.Regelkeuze": ("a switch and a number of days per kind of reminder", {"code"}),
    "partijen.GemeenteInstelling": ("numbers, switches and days on which an office is closed", {"gesloten_dagen"}),
    "partijen.Huisstijl": ("colours and a logo of a gemeente", {"tokens", "logo", "versie"}),
    "account.EmailAddress": ("e-mail confirmation is off: stays empty", {"email"}),
    "account.EmailConfirmation": ("e-mail confirmation is off: stays empty", {"key"}),
    "socialaccount.SocialToken": ("no token of a provider is kept: stays empty", {"token", "token_secret"}),
    "socialaccount.SocialApp": (
        "a gemeente's sign-on, by its settings: stays empty",
        {"provider", "provider_id", "name", "client_id", "secret", "key", "settings"},
    ),
    "auth.Permission": ("Django's own, not used", {"name", "codename"}),
    "auth.Group": ("Django's own, not used: stays empty", {"name"}),
    "contenttypes.ContentType": ("names of models", {"app_label", "model"}),
}
OURS = {"toegang", "berichten", "partijen", "trajecten", "deelnemers", "canvas"}
TEKST = (models.CharField, models.TextField, models.JSONField, models.BinaryField, models.FileField)


def people():
    return {apps.get_model("toegang.User"), apps.get_model("deelnemers.Deelnemer")}


def open_fields(model):
    """Return the fields in which someone can write what they like: text that is no choice from a list, or a file."""
    return {f.name for f in model._meta.concrete_fields if isinstance(f, TEKST) and not f.choices}


def about_people(model):
    return model in people() or any(f.related_model in people() for f in model._meta.concrete_fields if f.is_relation)


def test_every_kind_of_row_with_text_or_a_person_stands_in_it_or_has_a_reason():
    kinds = [m for m in apps.get_models(include_auto_created=True) if not m._meta.proxy]
    found = {m._meta.label for m in kinds if open_fields(m) or about_people(m)} | set(REGELS)
    assert found - set(REGISTER) - set(NIET_OVER_MENSEN) == set()
    assert set(REGISTER) & set(NIET_OVER_MENSEN) == set()


@pytest.mark.parametrize("label", NIET_OVER_MENSEN)
def test_a_new_field_of_what_has_a_reason_asks_for_a_new_look(label):
    reason, velden = NIET_OVER_MENSEN[label]
    assert reason
    assert open_fields(apps.get_model(label)) == velden


@pytest.mark.parametrize("label", REGISTER)
def test_every_field_has_one_purpose_or_is_machinery(label):
    verwerking = REGISTER[label]
    named = [veld for _doel, velden in verwerking.doelen for veld in velden] + list(verwerking.techniek)
    assert sorted(named) == sorted(field.name for field in apps.get_model(label)._meta.concrete_fields)


def is_ours(model):
    return model.__module__.partition(".")[0] in OURS


def named_by_a_library(model):
    """Return the fields that a library thought up: all of its own model, or what ours inherits of its base."""
    bases = [model] if not is_ours(model) else [base for base in model.__mro__ if hasattr(base, "_meta")]
    return {field.name for base in bases if not is_ours(base) for field in base._meta.local_concrete_fields}


@pytest.mark.parametrize("label", REGISTER)
def test_every_name_on_the_page_is_plain_dutch_of_our_own(label):
    model, verwerking = apps.get_model(label), REGISTER[label]
    shown = {veld for _doel, velden in verwerking.doelen for veld in velden}
    # Our own fields are Dutch nouns, or say what they are called; whoever borrows a field names it here.
    assert set(verwerking.namen) == shown & named_by_a_library(model)
    # An English plural is what Django makes where nobody named more than one.
    named = verwerking.titel or vars(model._meta)["original_attrs"].get("verbose_name_plural")
    assert isinstance(named, Promise)


def test_every_line_is_complete():
    for deel in build():
        assert deel.grond
        assert [rij for rij in deel.rijen if not all(rij)] == []


def test_who_sees_and_how_long_follow_the_data():
    delen = {deel.titel: {rij.veld: rij for rij in deel.rijen} for deel in build()}
    kenmerk = delen["Deelnemers"]["Eigen kenmerk"]
    assert kenmerk.ziet == (
        "Coördinator van de eigen gemeente, Klantmanager van de eigen gemeente, Lezer van de eigen gemeente"
    )
    assert kenmerk.bewaren.endswith("daarna leeggemaakt")
    assert delen["Deelnames"]["Aangemeld op"].bewaren.endswith("daarna blijft alleen de maand")
    assert {rij.bewaren.split("; ")[1] for rij in delen["Check-ins"].values()} == {"daarna gewist"}
    assert "Werkgever" not in delen["Check-ins"]["Wensen"].ziet
    # Nobody is said to see what no page of theirs shows.
    assert not {"Werkgever", "Opleider"} & set(delen["Deelnames"]["Mentor"].ziet.split())
    assert "Werkgever" not in delen["Deelnemers"]["Langer bewaren tot"].ziet
    assert "Werkgever" in delen["Deelnemers"]["Voornaam"].ziet


def test_what_is_kept_as_a_file_is_what_is_anonymised():
    kept = {label for label, verwerking in REGISTER.items() if verwerking.bewaren == ALS_DOSSIER}
    # Papers go after a day; of agreements, only those from a check-in.
    assert kept == set(REGELS) - {"deelnemers.Inzageverzoek", "trajecten.Afspraak"}


def test_it_says_of_an_agreement_and_of_a_sheet_what_becomes_of_them():
    delen = {deel.titel: {rij.bewaren for rij in deel.rijen} for deel in build()}
    [afspraak] = delen["Afspraken"]
    assert ("daarna gewist" in afspraak, "zolang het traject bestaat" in afspraak) == (True, True)
    [lijst] = delen["Imports"]
    assert lijst.startswith("60 minuten")
    assert "Pogingen om in te loggen" in delen


def test_the_document_is_current():
    assert PAD == settings.BASE_DIR / "docs" / "verwerkingsregister.md"
    assert PAD.read_text() == as_markdown()


def test_the_command_says_when_it_is_behind(tmp_path, monkeypatch):
    monkeypatch.setattr("config.management.commands.verwerkingsregister.PAD", tmp_path / "register.md")
    with pytest.raises(CommandError, match="is behind"):
        call_command("verwerkingsregister", "--check")
    call_command("verwerkingsregister", "--write")
    call_command("verwerkingsregister", "--check")
    (tmp_path / "register.md").write_text(verwerkingsregister.as_markdown() + "met de hand")
    with pytest.raises(CommandError, match="is behind"):
        call_command("verwerkingsregister", "--check")


@pytest.mark.parametrize(
    ("who", "status"), [("coordinator", 200), ("beheerder", 200), ("klantmanager", 403), ("mentor", 403)]
)
def test_the_page_is_for_whoever_answers_for_it(cast, login, who, status):
    answer = login(cast.people[who]).get(reverse("inzicht:verwerkingsregister"))
    assert answer.status_code == status
    if status == 200:
        assert "Praktische hindernissen wegnemen" in answer.text
