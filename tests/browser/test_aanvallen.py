"""The attack list against gunicorn with two processes and a worker, some of it in a browser: nothing on it succeeds."""

from contextlib import closing

import pytest

from bench.aanvallen.aanbieder import Aanbieder
from bench.aanvallen.doel import Doel
from bench.aanvallen.lijst import play
from scripts.processes import wait_until
from scripts.run import answers


@pytest.fixture
def aanbieder():
    with closing(Aanbieder()) as running:
        yield running


def test_no_attack_succeeds(start, start_worker, run_manage, demo_copy, engine_env, mailbox, aanbieder):
    url = engine_env["SITE_URL"]
    engine_env |= {"WEB_CONCURRENCY": "2"} | aanbieder.env()
    demo_copy.put(lambda: run_manage("demo"))
    start_worker()
    web = start("gunicorn", "--config", "config/gunicorn.py", "config.wsgi")
    assert wait_until(lambda: answers(f"{url}/healthz/ready"), seconds=60), web.log
    doel = Doel(
        url, lambda to: [mail.get_body(("plain",)).get_content() for mail in mailbox.messages(to=to)], aanbieder
    )

    outcomes = play(doel)

    assert len(outcomes) == 29
    assert {outcome.naam: outcome.succeeded[:10] for outcome in outcomes if not outcome.held} == {}
