"""The Celery application that bench/broker_loss.py puts to work, with the settings of the real one that matter here."""

import os
import time
from pathlib import Path

from celery import Celery


def transport_options() -> dict[str, object]:
    """Return the options of the broker named in the environment."""
    if not os.environ.get("BENCH_BROKER", "").startswith("filesystem"):
        return {"visibility_timeout": int(os.environ.get("BENCH_VISIBILITY", "10"))}
    folders = {name: Path(os.environ["BENCH_FOLDER"], name) for name in ("queue", "processed", "control")}
    for folder in folders.values():
        folder.mkdir(exist_ok=True)
    return {
        "data_folder_in": str(folders["queue"]),
        "data_folder_out": str(folders["queue"]),
        "processed_folder": str(folders["processed"]),
        "control_folder": str(folders["control"]),
        # Without it, a message is gone from the disk the moment a worker reads it.
        "store_processed": True,
    }


app = Celery("bench", broker=os.environ.get("BENCH_BROKER"))
app.conf.update(
    broker_transport_options=transport_options(),
    broker_connection_retry_on_startup=True,
    task_ignore_result=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
)


@app.task(name="bench.work")
def work(path: str, number: int, seconds: float) -> None:
    """Note the start, work, note the end."""
    note(path, "start", number)
    time.sleep(seconds)
    note(path, "end", number)


def note(path: str, event: str, number: int) -> None:
    """Add one line in one write, so that processes do not mix theirs."""
    with Path(path).open("a") as out:
        out.write(f"{event} {number} {time.time()}\n")
