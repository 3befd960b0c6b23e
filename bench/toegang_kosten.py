"""What row security and the log cost a page: `make bench-toegang`.

On a PostgreSQL of its own, filled by `manage.py seed`, the same pages are asked for through the whole Django stack in
four ways, one after the other and round after round, so that a busy machine slows all four alike: with both, without
row security, without writing down what was read, and with neither. Two gemeentes of equal size, so that half of the
rows are another's. Who asks: a coordinator, a trainer in ten trajectories, and a mentor of twenty people.
"""

import argparse
import json
import os
import secrets
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from io import StringIO
from typing import Any
from unittest.mock import patch

from scripts.services import postgresql

VARIANTS = {
    "beide": (True, True),
    "zonder rijbeveiliging": (False, True),
    "zonder logboek": (True, False),
    "geen van beide": (False, False),
}
TRAINED = 10
GUIDED = 20


def main() -> None:
    """Measure each size in a database of its own; print a line of JSON per page and person."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--deelnemers", type=int, nargs="+", default=[5_000, 50_000])
    parser.add_argument("--rondes", type=int, default=30)
    options = parser.parse_args()
    with postgresql() as server:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATABASE_URL": server.url("postgres"),
            "SECRET_KEY": secrets.token_urlsafe(50),
        }
        import django  # noqa: PLC0415 - the settings take the database from the environment

        django.setup()
        for size in options.deelnemers:
            for row in measure(server, size, options.rondes):
                print(json.dumps(row, ensure_ascii=False), flush=True)


def measure(server: Any, size: int, rounds: int) -> list[dict[str, Any]]:
    """Fill one database and return a row per page and person."""
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import override_settings  # noqa: PLC0415

    server.create(f"toegang_{size}")
    connection.close()
    connection.settings_dict["NAME"] = f"toegang_{size}"
    with connection.cursor() as cursor:
        # As row security has it, so that the ways differ in nothing else: compiling costs the long queries more.
        cursor.execute(f"ALTER DATABASE toegang_{size} SET jit = off")
    connection.close()
    who = fill(size)
    plain = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    with override_settings(ALLOWED_HOSTS=["testserver"], STORAGES=_settings().STORAGES | plain):
        times = ask(who, rounds)
    return [report(size, page, per_variant) for page, per_variant in times.items()]


def fill(size: int) -> dict[str, tuple[Any, int]]:
    """Fill the database; return who asks, each with a participant they may see."""
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from deelnemers.models import Deelname  # noqa: PLC0415
    from partijen.enums import Functie, PartijSoort, Rol  # noqa: PLC0415
    from partijen.models import Lidmaatschap, Partij  # noqa: PLC0415
    from toegang.models import User  # noqa: PLC0415
    from trajecten.enums import RolStatus  # noqa: PLC0415
    from trajecten.models import Rolinvulling  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    for gemeente in (1, 2):
        call_command("seed", deelnemers=size // 2, seed=gemeente, stdout=StringIO())

    def member(naam: str, partij: Partij, functie: Functie) -> User:
        user = User.objects.create_user(f"{naam}@bench.example", naam=naam)
        Lidmaatschap.objects.create(gebruiker=user, partij=partij, functie=functie)
        return user

    gemeente = Partij.objects.get(naam="Gemeente Proefstad 1")
    own = Deelname.objects.filter(deelnemer__gemeente=gemeente)
    roc = Partij.objects.create(naam="ROC", soort=PartijSoort.OPLEIDER)
    maatwerk = Partij.objects.create(naam="Maatwerk", soort=PartijSoort.BEGELEIDING)
    coordinator = member("coordinator", gemeente, Functie.COORDINATOR)
    trainer = member("trainer", roc, Functie.MEDEWERKER)
    mentor = member("mentor", maatwerk, Functie.MEDEWERKER)
    trajecten = list(own.order_by("traject").values_list("traject", flat=True).distinct()[:TRAINED])
    roles = Rolinvulling.objects.filter(fase__traject__in=trajecten, rol=Rol.OPLEIDER)
    roles.update(partij=roc, status=RolStatus.TOEGEZEGD)
    guided = own.filter(pk__in=own.order_by("-pk").values("pk")[:GUIDED])
    guided.update(mentor=mentor, mentor_partij=maatwerk)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return {
        "coordinator": (coordinator, own.order_by("pk")[size // 4].deelnemer_id),
        "opleider": (trainer, own.filter(traject=trajecten[0])[0].deelnemer_id),
        "mentor": (mentor, guided[0].deelnemer_id),
    }


def ask(who: dict[str, tuple[Any, int]], rounds: int) -> dict[str, dict[str, list[float]]]:
    """Ask for every page in every way, interleaved; return milliseconds by page and variant."""
    from django.test import Client  # noqa: PLC0415

    times: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    clients = {name: _signed_in(Client(), user) for name, (user, _pk) in who.items()}
    names = list(VARIANTS)
    for number in range(-2, rounds):  # the first two warm up what is cached
        for name, (_user, pk) in who.items():
            for page, path in (("lijst", "/deelnemers/"), ("dossier", f"/deelnemers/{pk}/")):
                # Another one first each time.
                for variant in names[number % 4 :] + names[: number % 4]:
                    with _as(variant):
                        took = _timed(lambda name=name, path=path: clients[name].get(path))
                    if number >= 0:
                        times[f"{page} {name}"][variant].append(took)
    return times


def report(size: int, page: str, per_variant: dict[str, list[float]]) -> dict[str, Any]:
    """Return medians, 95th percentiles, and what each costs as a ratio within each round."""
    medians = {variant: statistics.median(times) for variant, times in per_variant.items()}

    def ratio(with_it: str, without: str) -> float:
        pairs = zip(per_variant[with_it], per_variant[without], strict=True)
        return round(statistics.median(a / b for a, b in pairs), 2)

    return {
        "deelnemers": size,
        "pagina": page,
        "rondes": len(per_variant["beide"]),
        "mediaan_ms": {variant: round(median, 1) for variant, median in medians.items()},
        "p95_ms": {variant: round(sorted(t)[int(len(t) * 0.95)], 1) for variant, t in per_variant.items()},
        "rijbeveiliging": ratio("beide", "zonder rijbeveiliging"),
        "logboek": ratio("beide", "zonder logboek"),
        "samen": ratio("beide", "geen van beide"),
    }


@contextmanager
def _as(variant: str) -> Iterator[None]:
    rijen, logboek = VARIANTS[variant]
    with ExitStack() as stack:
        stack.enter_context(patch.object(_settings(), "RIJBEVEILIGING", "aan" if rijen else "uit"))
        if not logboek:
            for door in ("log_list", "log_read"):
                stack.enter_context(patch(f"deelnemers.views.deelnemers.{door}", lambda *_args, **_kwargs: None))
        yield


def _timed(get: Callable[[], Any]) -> float:
    started = time.perf_counter()
    response = get()
    took = time.perf_counter() - started
    if response.status_code != 200:
        sys.exit(f"{response.status_code} at {response.request['PATH_INFO']}")
    return took * 1000


def _signed_in(client: Any, user: Any) -> Any:
    client.force_login(user)
    session = client.session
    session.update({"stap_gedaan": True, "tweede_stap": "klaar"})
    session.save()
    return client


def _settings() -> Any:
    from django.conf import settings  # noqa: PLC0415

    return settings


if __name__ == "__main__":
    main()
