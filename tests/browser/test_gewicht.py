"""What the main pages weigh on a phone, and that nothing moves while they come in: bench/gewicht measures it."""

from urllib.parse import urlsplit

import pytest

from bench.gewicht.lijn import Profiel, Richting, line_to
from bench.gewicht.meten import DAARNA, EERST, Bezoek, phone, sign_in, too_much, visit, weigh
from scripts.processes import wait_until

# Bytes: of a participant's own page in six languages.
LICHT = 10_000
GOED = {"verzoeken": 9, "blokkerend": 3, "vreemd": 0, "verschuiving": 0.0, "verf": 500.0, "server": 100.0}


@pytest.fixture
def lijn(site):
    """A line between the browser and the site, that counts."""
    with line_to(urlsplit(site.url).port) as lijn:
        yield lijn


def test_every_main_page_is_light_stays_in_place_and_is_ours_alone(site, lijn):
    weights = weigh(site.browser, lijn)

    assert len(weights) >= 20
    assert too_much(weights) == []
    # What a page leaves behind is not fetched again; a page that has hardly anything beside its text is that text.
    limiet = {pagina: max(first.bytes / 3, LICHT) for pagina, (first, _after) in weights.items()}
    assert [pagina for pagina, (_first, after) in weights.items() if after.bytes > limiet[pagina]] == []


def test_a_slow_line_is_slow_and_a_first_visit_has_something_to_see(site, lijn):
    """The counter counts and the line delays: the same page takes a round trip for each thing that it waits for."""
    profiel = Profiel("test", rtt=400, neer=8_000, op=8_000)
    with phone(site.browser, lijn, sign_in(site.browser, lijn.url, "")) as context:
        cold, warm = (visit(context, lijn, "/accounts/login/", profiel) for _ in range(2))

    # Cold: the page, then its stylesheets; warm: the page alone.
    assert cold.na_server > 2 * profiel.rtt
    assert warm.na_server > profiel.rtt
    assert warm.bytes < cold.bytes / 3


def test_a_known_phone_takes_what_it_keeps_without_asking_the_service_worker(site):
    page = site.as_user("mentor@maatwerk.example", width=390, height=844)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    assert wait_until(lambda: page.evaluate("navigator.serviceWorker.controller?.state === 'activated'"), seconds=15)
    page.reload()
    sources = page.evaluate("""async () => {
        const kept = await Promise.all(performance.getEntriesByType("resource")
            .map(async (deel) => (await caches.match(deel.name)) && deel.workerFinalSourceType));
        return kept.filter(Boolean);
    }""")
    assert len(sources) >= 6
    assert set(sources) == {"cache"}


@pytest.mark.parametrize(
    ("anders", "klacht"),
    [
        ({}, []),
        ({"bytes": EERST + 1}, ["mentor, start, first: 150001 bytes, at most 150000"]),
        ({"verschuiving": 0.02}, ["mentor, start, first: the page moved by 0.0200"]),
        ({"vreemd": 1}, ["mentor, start, first: 1 files of another site"]),
        ({"blokkerend": 7}, ["mentor, start, first: 7 files hold up the first paint, at most 6"]),
    ],
)
def test_a_page_that_is_too_much_is_named(anders, klacht):
    first, after = Bezoek(**({"bytes": EERST} | GOED | anders)), Bezoek(**{"bytes": DAARNA} | GOED)
    assert too_much({("mentor", "start"): (first, after)}) == klacht


def test_after_the_first_visit_less_is_allowed():
    heavy = Bezoek(**{"bytes": DAARNA + 1} | GOED)
    assert too_much({("mentor", "start"): (heavy, heavy)}) == ["mentor, start, after: 30001 bytes, at most 30000"]


def test_pieces_share_a_line_and_are_half_a_round_trip_under_way():
    richting = Richting()
    richting.rate, richting.delay = 8_000, 0.1
    # A thousand bytes take a second; the second piece waits for the first.
    assert [richting.arrives(1000, now) for now in (10.0, 10.0, 20.0)] == [11.1, 12.1, 21.1]
    assert richting.bytes == 3000
