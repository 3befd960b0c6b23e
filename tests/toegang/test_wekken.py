import socket
import time

import pytest
from celery import current_app

from toegang.wekken import wake_task

# A person waits: this long at most, whatever is wrong with the broker.
PATIENCE = 2


@pytest.fixture
def broker_at(monkeypatch):
    """Return a function that says where the broker is supposed to be."""

    def at(url):
        monkeypatch.setattr(current_app.conf, "broker_write_url", url)

    return at


@pytest.fixture
def silent_port():
    """A port where connections are accepted and nothing is ever answered, as by a broker that hangs."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def seconds_to_wake():
    started = time.monotonic()
    wake_task("berichten.tasks.verstuur_wachtende")
    return time.monotonic() - started


def test_broker_whose_socket_is_gone_holds_nobody_up(broker_at, tmp_path, caplog):
    broker_at(f"redis+socket://{tmp_path}/gone.sock")
    assert seconds_to_wake() < PATIENCE
    assert "broker away, berichten.tasks.verstuur_wachtende waits for the beat" in caplog.text


def test_broker_that_refuses_holds_nobody_up(broker_at, caplog):
    with socket.socket() as bound:
        # Bound and not listening: nothing else can take the port, and it refuses.
        bound.bind(("127.0.0.1", 0))
        broker_at(f"redis://127.0.0.1:{bound.getsockname()[1]}/0")
        assert seconds_to_wake() < PATIENCE
    assert "Connection refused" in caplog.text


def test_broker_that_hangs_holds_nobody_up(broker_at, silent_port, caplog):
    broker_at(f"redis://127.0.0.1:{silent_port}/0")
    assert seconds_to_wake() < PATIENCE
    assert "Timeout" in caplog.text
