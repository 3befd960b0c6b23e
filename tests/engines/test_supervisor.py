import os
import signal
import socket
import subprocess
import sys

import pytest

from scripts import run
from scripts.install import stamp
from scripts.processes import Process, free_port, wait_until
from scripts.test import Result, counts

# A parent with a child, as a worker has: the test must see both end.
FAMILY = "import subprocess, time; print(subprocess.Popen(['sleep', '60']).pid, flush=True); time.sleep(60)"


@pytest.fixture
def family(tmp_path, monkeypatch):
    """A supervisor of one part that has a child, watched by hand."""
    monkeypatch.setattr(run, "LOGS", tmp_path)
    monkeypatch.setattr(run, "ROOT", tmp_path)
    monkeypatch.setattr(run, "FIRST_PAUSE", 0.2)
    part = run.Part("family", [sys.executable, "-c", FAMILY], pause=0.2)
    supervisor = run.Supervisor([part], dict(os.environ))
    supervisor.tick()
    yield supervisor
    supervisor.stop()


def children(supervisor):
    log = supervisor.parts[0].log
    return [int(line) for line in log.read_text().split()] if log.exists() else []


def lives(pid):
    # A zombie that nobody has waited for yet is dead enough.
    done = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return done.stdout.strip() not in {"", "Z", "Zs"}


def test_killed_part_starts_again_and_its_child_is_cleared_away(family, capsys):
    assert wait_until(lambda: len(children(family)) == 1, seconds=10)
    first = family.parts[0].process.pid
    os.kill(first, signal.SIGKILL)
    assert wait_until(lambda: family.tick() or len(children(family)) == 2, seconds=10)
    old, new = children(family)
    assert (lives(old), lives(new)) == (False, True)
    assert "family ended (killed by signal 9), starts again in" in capsys.readouterr().out


def test_pause_grows_while_a_part_keeps_dying(family):
    pauses = []
    for _ in range(3):
        family.parts[0].process.kill()
        family.tick()
        pauses.append(family.parts[0].pause)
        assert wait_until(lambda: family.tick() or family.parts[0].process is not None, seconds=10)
    assert pauses == [pytest.approx(0.4), pytest.approx(0.8), pytest.approx(1.6)]


def test_stop_ends_grandchildren(family):
    assert wait_until(lambda: len(children(family)) == 1, seconds=10)
    family.stop()
    assert not any(lives(pid) for pid in children(family))


def test_process_ends_when_its_parent_is_killed(tmp_path):
    pid_file = tmp_path / "pid"
    code = (
        "import os, sys, time; from pathlib import Path; from scripts.processes import Process\n"
        f"Path({str(pid_file)!r}).write_text(str(Process(['sleep', '60'], env=os.environ).pid)); time.sleep(60)"
    )
    parent = Process([sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": "."})
    assert wait_until(lambda: pid_file.exists() and pid_file.read_text(), seconds=10)
    parent.kill()
    assert wait_until(lambda: not lives(int(pid_file.read_text())), seconds=5)


def test_taken_port_is_named_with_a_way_out(monkeypatch):
    port = free_port()
    with socket.create_server(("127.0.0.1", port)):
        monkeypatch.setenv("PORT", str(port))
        with pytest.raises(run.RunError, match=f"port {port} is taken.*make run PORT={port + 1}"):
            run.chosen_port()


def test_the_demo_says_at_which_name_a_passkey_can_be_made(capsys, monkeypatch):
    monkeypatch.setattr(run.Supervisor, "wait_for", lambda _self, _url: True)
    run.tell(run.Supervisor([], {}), 8123)
    told = capsys.readouterr().out.splitlines()
    assert told[1:3] == [
        "Leerwerk runs on http://127.0.0.1:8123/   (Ctrl-C ends it)",
        "Passkeys work at http://localhost:8123/",
    ]


@pytest.mark.parametrize(("address", "served"), [("0.0.0.0", False), ("[::]", False), ("127.0.0.1", True)])
def test_demo_is_served_on_loopback_alone(address, served, tmp_path):
    port = free_port()
    env = {**os.environ, "DEMO": "1", "WEB_CONCURRENCY": "1"}
    args = [
        sys.executable,
        "-m",
        "gunicorn",
        "--config",
        "config/gunicorn.py",
        "--bind",
        f"{address}:{port}",
        "config.wsgi",
    ]
    with (tmp_path / "log").open("wb") as log:
        web = Process(args, env=env, log=log)
    try:
        ended = wait_until(lambda: web.exit_code() is not None, seconds=20 if not served else 3)
        assert ended is not served, (tmp_path / "log").read_text()
    finally:
        web.stop()


def test_stamp_asks_for_work_again_when_a_source_changed_or_the_work_failed(tmp_path):
    source, mark = tmp_path / "lock", tmp_path / "mark"
    asked = []
    for text, fails in (("een", True), ("een", False), ("een", False), ("twee", False)):
        source.write_text(text)
        try:
            with stamp(mark, [source]) as needed:
                asked.append(needed)
                if fails:
                    raise OSError
        except OSError:
            continue
    assert asked == [True, True, False, True]


@pytest.mark.parametrize(
    ("report", "expected", "sound"),
    [
        ('tests="3" failures="0" errors="0" skipped="0"', (3, 0, 0), True),
        ('tests="3" failures="1" errors="1" skipped="0"', (1, 2, 0), False),
        ('tests="3" failures="0" errors="0" skipped="1"', (2, 0, 1), False),
        ('tests="0" failures="0" errors="0" skipped="0"', (0, 0, 0), False),
    ],
)
def test_part_is_sound_only_when_it_tested_and_all_passed(tmp_path, report, expected, sound):
    file = tmp_path / "report.xml"
    file.write_text(f"<testsuites><testsuite {report}/></testsuites>")
    passed, failed, skipped = counts(file)
    result = Result("part", "engines", passed=passed, failed=failed, skipped=skipped, seconds=1)
    assert (passed, failed, skipped) == expected
    assert result.sound is sound
