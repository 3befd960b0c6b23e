"""How many times this machine is to be slowed down to compute as a phone from the middle of the market does.

Chrome's developer tools find it so: an index counts what a machine does of two small things, such a phone (a Pixel 5)
has an index of 1000, and the slowing down that gives this index is looked for (github.com/ChromeDevTools, repository
devtools-frontend, front_end/panels/mobile_throttling/CalibrationController). The two things are counted here as well:
growing a string, which makes garbage, and copying numbers, which makes none.
"""

from playwright.sync_api import Browser

MIDDENKLASSE = 1000
# A neighbour's work makes a machine seem slow, nothing makes it seem quick: the best of so many counts.
KEREN = 3
STAPPEN = 6
MEEST = 8.0
TEL = """() => {
    const tel = (doe) => {
        const begin = performance.now();
        let keren = 0;
        while (performance.now() - begin < 500) { doe(); keren += 1; }
        return keren / 10 / ((performance.now() - begin) / 1000);
    };
    const van = Array.from({length: 100000}, (_leeg, n) => n), naar = new Array(100000);
    const groei = () => { let tekst = ""; for (let n = 0; n < 10000; n += 1) tekst += "a"; return tekst.length; };
    const kopie = () => { for (let n = 0; n < van.length; n += 1) naar[n] = van[n]; return naar.length; };
    return (tel(groei) + tel(kopie)) / 2;
}"""


def calibrate(browser: Browser) -> tuple[float, float]:
    """Return the index of this machine, and by how much to slow it down: 1.0 where it is no quicker than a phone."""
    page = browser.new_page()
    session = page.context.new_cdp_session(page)

    def index(rate: float) -> float:
        session.send("Emulation.setCPUThrottlingRate", {"rate": rate})
        return max(page.evaluate(TEL) for _keer in range(KEREN))

    index(1.0)  # the first count warms up
    own, low, high = index(1.0), 1.0, MEEST
    if own > MIDDENKLASSE:
        for _stap in range(STAPPEN):
            middle = (low + high) / 2
            low, high = (middle, high) if index(middle) > MIDDENKLASSE else (low, middle)
    page.close()
    return own, round(low, 1)
