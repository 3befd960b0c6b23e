"""Every main page, on a phone: no serious barrier that axe can see, and nothing that sticks out sideways."""

from pathlib import Path

from deelnemers.models import Deelname
from partijen.models import Lidmaatschap
from trajecten.models import Rolinvulling, Traject

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RUN = """async () => (await axe.run({runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})).violations
    .map(found => found.id + ": " + found.nodes.slice(0, 3).map(node => node.target.join(" ")).join(", "))"""
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def pages_of(who):
    traject = Traject.objects.order_by("pk")[0].pk
    deelname = Deelname.objects.filter(mentor__email="mentor@maatwerk.example").order_by("pk")[0]
    open_rol = Rolinvulling.objects.open().filter(fase__traject__gemeente__naam__contains="Waterstad").order_by("pk")[0]
    collega = Lidmaatschap.objects.get(gebruiker__email="klantmanager@waterstad.example")
    return {
        "coordinator@waterstad.example": [
            "/",
            "/trajecten/",
            "/trajecten/nieuw/",
            "/trajecten/nieuw/bouw/",
            f"/trajecten/{traject}/",
            f"/trajecten/{traject}/planning/",
            f"/trajecten/{traject}/canvas/",
            f"/trajecten/rollen/{open_rol.pk}/vul/",
            "/deelnemers/",
            f"/deelnemers/{deelname.deelnemer_id}/",
            "/deelnemers/importeren/",
            "/checkins/",
            "/partijen/",
            "/partijen/nieuw/",
            "/berichten/",
            "/berichten/postvak/",
            "/account/",
            "/accounts/2fa/",
            "/accounts/2fa/totp/activate/",
            "/accounts/2fa/webauthn/add/",
            "/accounts/sessions/",
            "/accounts/password/change/",
            "/logboek/",
            "/verwerkingsregister/",
            "/deelnemers/bewaartermijn/",
            f"/deelnemers/{deelname.deelnemer_id}/logboek/",
            f"/deelnemers/{deelname.deelnemer_id}/wissen/",
            f"/partijen/{collega.partij_id}/",
            f"/partijen/leden/{collega.pk}/stop/",
            f"/partijen/{collega.partij_id}/instellingen/",
        ],
        "mentor@maatwerk.example": ["/", "/checkins/", f"/checkins/nieuw/{deelname.pk}/"],
        "werkgever@installatie.example": ["/", f"/trajecten/{traject}/", "/deelnemers/"],
    }[who]


def test_main_pages_have_no_barrier_that_axe_sees(site):
    found = {}
    for who in ("coordinator@waterstad.example", "mentor@maatwerk.example", "werkgever@installatie.example"):
        page = site.as_user(who, width=390, height=844, bypass_csp=True)
        for path in pages_of(who):
            assert page.goto(path).status == 200, path
            page.wait_for_load_state("networkidle")
            page.add_script_tag(content=AXE.read_text())
            barriers, sideways = page.evaluate(RUN), page.evaluate(SIDEWAYS)
            if barriers or sideways > 0:
                found[who, path] = (barriers, sideways)
    assert found == {}
