"""No personal data in technical logs: real records, through the handlers that each process really uses."""

import io
import logging
import os
import subprocess
import sys
from logging.config import dictConfig

import pytest
from django.conf import settings
from django.db import DataError, IntegrityError, connection, transaction

from config import gunicorn as gunicorn_config
from config.celery import app
from tests.factories.deelnemers import DeelnemerFactory
from tests.factories.toegang import UserFactory
from toegang.logfilter import PersoonsgegevensFilter, clean

NAAM, ADRES, BSN = "Kanarievogel", "kanarie.vogel@voorbeeld.example", "123456782"

# Of Belgium, Syria, Eritrea, Ukraine, the United States; as people write them.
NUMMERS = ("+32 470 12 34 56", "+963 944 123 456", "00291-7-123456", "+380(44)123-45-67", "+1 555 010 9999")
UIT_BEREIK = "psycopg2.errors.DatetimeFieldOverflow: date/time field value out of range: "


@pytest.fixture
def written():
    """Return a logger and what the handler of the settings, formatter and filter included, wrote."""
    before = logging.getLogger().handlers[:]
    dictConfig(settings.LOGGING)
    root = logging.getLogger()
    [handler] = [h for h in root.handlers if h not in before and isinstance(h, logging.StreamHandler)]
    handler.setStream(stream := io.StringIO())
    yield stream
    root.handlers[:] = before


def test_no_handler_of_django_writes_past_the_filter(written):
    for name in ("django", "django.request", "django.security.GeenBestand", "django.server"):
        logger, handlers = logging.getLogger(name), []
        while logger:
            handlers += logger.handlers
            logger = logger.parent if logger.propagate else None
        bare = [h for h in handlers if not any(isinstance(f, PersoonsgegevensFilter) for f in h.filters)]
        # pytest listens in too.
        assert [type(h).__name__ for h in bare if not type(h).__module__.startswith("_pytest")] == []
    logging.getLogger("django.server").error("GET /deelnemers/?zoek=%s HTTP/1.1", NAAM)
    assert written.getvalue().count("[weggelaten]") == 1


def test_every_handler_of_the_settings_has_the_filter():
    assert settings.LOGGING["filters"] == {"persoonsgegevens": {"()": "toegang.logfilter.PersoonsgegevensFilter"}}
    assert [h["filters"] for h in settings.LOGGING["handlers"].values()] == [["persoonsgegevens"]]


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        (f"mail to {ADRES} refused", "mail to [e-mailadres] refused"),
        (f"/accounts/?email={ADRES}", "/accounts/?[weggelaten]"),
        ("to kanarie%40voorbeeld.example", "to [e-mailadres]"),
        (f"number {BSN}.", "number [nummer]."),
        ("number 1234.56.782", "number [nummer]"),
        ("call 06-12345678 or +31 6 12345678", "call [nummer] or [nummer]"),
        ('"GET /deelnemers/?zoek=Kanarie HTTP/1.1" 200', '"GET /deelnemers/?[weggelaten] HTTP/1.1" 200'),
        ('"https://x.example/a/?zoek=Kanarie"', '"https://x.example/a/?[weggelaten]"'),
        ("GET /uitnodiging/Zk3vQ0b7LmX9aPq2RtYw5HcD/ HTTP", "GET /uitnodiging/[sleutel]/ HTTP"),
        ("/accounts/password/reset/key/1-cabc12-0f9e8d7c6b5a49382716/", "/accounts/password/reset/key/[sleutel]/"),
        ("IntegrityError('x\\nDETAIL:  Key (naam)=(Kanarie) exists.\\n')", "IntegrityError([weggelaten]"),
        ("Task x raised unexpected: KeyError('Amira')", "Task x raised unexpected: KeyError([weggelaten])"),
        ('ValueError("no d\'Souza")', "ValueError([weggelaten])"),
        ("KeyError: 'Amira'", "KeyError: [weggelaten]"),
        (
            "Traceback (most recent call last):\nKeyError: 'Amira",
            "Traceback (most recent call last):\nKeyError: [weggelaten]",
        ),
        ('date/time field value out of range: "Amira"', "date/time field value out of range: [weggelaten]"),
        (
            f"{UIT_BEREIK}\"Ami\nra\"\nLINE 1: 'Ami\nra'::date",
            f"{UIT_BEREIK}[weggelaten]\nLINE 1:[weggelaten]",
        ),
        ("ValueError: invalid literal for int(): 'Amira'", "ValueError: invalid literal for int(): [weggelaten]"),
        ("ValidationError: ['Amira is te lang']", "ValidationError: [[weggelaten]]"),
        (
            'IntegrityError: duplicate key value violates unique constraint "user_email" for "Amira"',
            'IntegrityError: duplicate key value violates unique constraint "user_email" for [weggelaten]',
        ),
        ('"GET /deelnemers/?zoek=d\'Souza HTTP/1.1" 200', '"GET /deelnemers/?[weggelaten] HTTP/1.1" 200'),
        ("Not found: /deelnemers/?zoek=Amira Haddad", "Not found: /deelnemers/?[weggelaten]"),
        *((f"call {nummer}", "call [nummer]") for nummer in NUMMERS),
    ],
)
def test_what_looks_like_personal_data_goes(text, cleaned):
    assert clean(text) == cleaned


@pytest.mark.parametrize(
    "text",
    [
        "Task deelnemers.tasks.plan_herinneringen[0b2c1f5e-8a53-4a0e-9d52-1d6a7c2f3b44] succeeded in 0.12s: 3",
        "2026-11-24 10:09:14,381 INFO celery.worker: ready",
        '127.0.0.1 - - [24/Nov/2026:11:09:18 +0100] "GET /deelnemers/12345678/ HTTP/1.1" 302 0',
        "GET /accounts/password/reset/ 200",
        "/static/css/bootstrap.min.0123456789abcdef.css",
    ],
)
def test_what_a_technician_needs_stays(text):
    assert clean(text) == text


def test_arguments_of_a_message_are_cleaned_too(written):
    logging.getLogger("leerwerk.proef").warning("mail to %s for %d refused", ADRES, 123456782)
    assert written.getvalue().endswith("WARNING leerwerk.proef: mail to [e-mailadres] for [nummer] refused\n")


def test_a_traceback_names_nobody(written, db):
    UserFactory(email=ADRES)
    try:
        with transaction.atomic():
            UserFactory(email=ADRES)
    except IntegrityError:
        logging.getLogger("leerwerk.proef").exception("saving failed")
    assert "IntegrityError" in written.getvalue()
    assert "kanarie" not in written.getvalue().lower()


@pytest.mark.postgresql
def test_a_refused_row_is_not_quoted(written, db):
    deelnemer = DeelnemerFactory(voornaam=NAAM, achternaam=f"{NAAM}\nop twee regels {NAAM}")
    with pytest.raises(IntegrityError, match=NAAM) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE deelnemers_deelnemer SET uren_per_week = 99 WHERE id = %s", [deelnemer.pk])
    logging.getLogger("leerwerk.proef").error("saving failed", exc_info=caught.value)
    logging.getLogger("leerwerk.proef").error("task failed: %r", caught.value)
    assert written.getvalue().count("[weggelaten]") == 3
    assert NAAM not in written.getvalue()


@pytest.mark.postgresql
def test_a_value_of_the_wrong_kind_is_not_quoted(written, db):
    with pytest.raises(DataError, match=NAAM) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT id FROM deelnemers_deelnemer WHERE uren_per_week = %s", [NAAM])
    logging.getLogger("leerwerk.proef").error("asking failed", exc_info=caught.value)
    assert "DataError" in written.getvalue()
    assert NAAM not in written.getvalue()


def test_the_value_of_an_exception_is_not_written(written):
    for value in (NAAM, f"{NAAM} d'Angelo", f"{NAAM}\n{NAAM}"):
        try:
            {}[value]
        except KeyError as error:
            logging.getLogger("leerwerk.proef").exception("looking failed")
            logging.getLogger("leerwerk.proef").error("task raised: %r", error)
    assert written.getvalue().count("KeyError: [weggelaten]") == 3
    assert NAAM not in written.getvalue()


@pytest.mark.postgresql
def test_a_date_that_is_none_is_not_quoted(written, db):
    typed = "-".join(["2026", "13", "45"])
    with pytest.raises(DataError, match=typed) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT %s::date", [typed])
    logging.getLogger("leerwerk.proef").error("asking failed: %s", caught.value, exc_info=caught.value)
    assert "DataError" in written.getvalue()
    assert typed not in written.getvalue()


def test_gunicorn_logs_through_the_filter(tmp_path):
    from gunicorn.config import Config  # noqa: PLC0415

    cfg = Config()
    cfg.set("accesslog", str(tmp_path / "access.log"))
    cfg.set("errorlog", str(tmp_path / "error.log"))
    log = gunicorn_config.logger_class(cfg)
    log.access_log.info('%(h)s "%(r)s"', {"h": "127.0.0.1", "r": "GET /deelnemers/?zoek=Kanarie HTTP/1.1"})
    log.error("Error handling request %s", f"/partijen/?email={ADRES}")
    assert (tmp_path / "access.log").read_text() == '127.0.0.1 "GET /deelnemers/?[weggelaten] HTTP/1.1"\n'
    assert (tmp_path / "error.log").read_text().endswith("Error handling request /partijen/?[weggelaten]\n")
    for logger in (log.access_log, log.error_log):
        assert all(any(isinstance(f, PersoonsgegevensFilter) for f in h.filters) for h in logger.handlers)
        logger.handlers.clear()


WORKER = """
import django; django.setup()
import logging
from config.celery import app
app.log.setup(loglevel="INFO", redirect_stdouts=True)
logging.getLogger("celery.app.trace").error("Task raised: %s", "kanarie.vogel@voorbeeld.example")
app.log.get_default_logger().warning("number 123456782")
print([type(f).__name__ for h in logging.getLogger().handlers for f in h.filters])
"""


def test_a_worker_logs_through_the_filter():
    assert app.conf.timezone == settings.CELERY_TIMEZONE
    env = {**os.environ, "DATABASE_URL": "sqlite://:memory:", "PYTHONPATH": str(settings.BASE_DIR)}
    done = subprocess.run([sys.executable, "-c", WORKER], capture_output=True, text=True, env=env, check=True)
    assert done.stdout == "['PersoonsgegevensFilter']\n"
    assert [line.split(": ", 1)[1] for line in done.stderr.splitlines() if "celery" in line] == [
        "Task raised: [e-mailadres]",
        "number [nummer]",
    ]
