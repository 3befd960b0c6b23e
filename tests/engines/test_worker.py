import os
import signal
from datetime import UTC, datetime, timedelta

import pytest

from berichten.enums import STIL_NA, Onderdeel
from berichten.models import Hartslag
from scripts.processes import wait_until

PROBES = "tests.engines.probes"


class Traces:
    """What the probe tasks wrote."""

    def __init__(self, path):
        self.path = path
        path.touch()

    def lines(self, event):
        return [line.split() for line in self.path.read_text().splitlines() if line.startswith(f"{event} ")]

    def wait_for(self, event, count, seconds=20):
        assert wait_until(lambda: len(self.lines(event)) >= count, seconds=seconds), self.path.read_text()
        return self.lines(event)


@pytest.fixture
def traces(tmp_path):
    return Traces(tmp_path / "traces")


def test_worker_runs_a_task(start_worker, celery, traces):
    start_worker(include=PROBES)
    celery.send_task("probes.leave_trace", [str(traces.path), "een"])
    assert [name for _, name, *_ in traces.wait_for("done", 1)] == ["een"]


def test_task_of_a_killed_child_runs_again_at_once(start_worker, celery, traces):
    start_worker(include=PROBES, concurrency=2)
    celery.send_task("probes.leave_trace", [str(traces.path), "een", 2])
    ((_, _, pid, _),) = traces.wait_for("start", 1)
    os.kill(int(pid), signal.SIGKILL)
    assert [name for _, name, *_ in traces.wait_for("done", 1)] == ["een"]
    assert len(traces.lines("start")) == 2


def test_task_of_a_killed_worker_runs_again_after_the_visibility_timeout(start_worker, celery, traces, clock):
    worker = start_worker(include=PROBES)
    celery.send_task("probes.leave_trace", [str(traces.path), "een", 2])
    traces.wait_for("start", 1)
    worker.kill()
    clock.advance(seconds=celery.conf.broker_transport_options["visibility_timeout"] + 1)
    start_worker(include=PROBES)
    assert [name for _, name, *_ in traces.wait_for("done", 1, seconds=40)] == ["een"]


def test_tasks_that_wait_survive_a_killed_worker(start_worker, celery, traces):
    worker = start_worker(include=PROBES)
    celery.send_task("probes.leave_trace", [str(traces.path), "lang", 30])
    traces.wait_for("start", 1)
    for number in range(5):
        celery.send_task("probes.leave_trace", [str(traces.path), f"kort-{number}"])
    worker.kill()
    start_worker(include=PROBES)
    assert sorted(name for _, name, *_ in traces.wait_for("done", 5)) == [f"kort-{number}" for number in range(5)]


def test_running_worker_follows_a_moved_clock(start_worker, celery, traces, clock):
    start_worker(include=PROBES)
    for days in (0, 3, 400):
        clock.advance(days=days)
        celery.send_task("probes.leave_trace", [str(traces.path), f"na-{days}"])
        *_, (_, name, _, seen) = traces.wait_for("done", len(traces.lines("done")) + 1)
        assert name == f"na-{days}"
        assert abs(datetime.fromisoformat(seen) - clock.now()) < timedelta(seconds=5)
    assert clock.now() - datetime.now(UTC) > timedelta(days=402)


def test_beat_sends_what_came_due_when_the_clock_moved(start_beat, celery, clock):
    clock.set(datetime.now(UTC).replace(minute=1))
    beat = start_beat()
    clock.advance(days=1)
    # The daily task, whose hour lay in the day that was skipped.
    beat.wait_for_log("Sending due task toegang-indieningen-opruimen", seconds=30)


def test_mailbox_keeps_what_is_sent_and_can_refuse(mailbox, engine_env, run_manage):
    run_manage("sendtestemail", "coordinator@waterstad.example")
    (mail,) = mailbox.wait_for(1, to="coordinator@waterstad.example")
    assert "Test email" in mail["Subject"]
    mailbox.clear()
    mailbox.answer = "451 later"
    with pytest.raises(AssertionError, match="later"):
        run_manage("sendtestemail", "coordinator@waterstad.example")
    assert (mailbox.messages(), mailbox.refused) == ([], 1)


def test_worker_and_beat_leave_signs_of_life_and_a_killed_one_no_more(
    transactional_db, start_worker, start_beat, clock
):
    def seen():
        return dict(Hartslag.objects.values_list("onderdeel", "gezien_op"))

    worker = start_worker()
    start_beat()
    clock.advance(seconds=61)
    assert wait_until(lambda: set(seen()) == set(Onderdeel), seconds=30), seen()
    worker.kill()
    last = seen()[Onderdeel.WERKER]
    clock.advance(seconds=(STIL_NA + timedelta(seconds=61)).total_seconds())
    assert wait_until(lambda: seen()[Onderdeel.PLANNER] > last + STIL_NA, seconds=30), seen()
    assert seen()[Onderdeel.WERKER] == last
