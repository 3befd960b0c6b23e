"""Every page, for everyone, on a screen and on a phone, by day and in the dark: no barrier that axe can see.

The pages come from the URL map (paginas.py): a new address is walked by itself, or fails here until it says why not.
"""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from berichten.afhandelen import path_of
from berichten.enums import Daad
from berichten.models import Bericht
from berichten.voorkeuren import unsubscribe_path
from deelnemers.eigenpagina import links
from deelnemers.eigenpagina.talen import TALEN
from deelnemers.models import Deelname
from inzicht.demoaccounts import ACCOUNTS
from partijen.enums import Functie
from partijen.huisstijl import Thema
from partijen.models import Huisstijl, Uitnodiging
from partijen.uitnodigingsmails import link_of
from scripts.chromium import give_password
from tests.browser import paginas
from tests.browser.axe import STANDEN, barriers, calm, misfits, parts_of, shape_of, sideways
from tests.browser.conftest import PASSWORD
from tests.config.test_onderdelen import FOLDER, read_urls
from tests.factories.partijen import PartijFactory
from tests.toegang.codes import code
from toegang.matrix import MATRIX
from toegang.models import User
from trajecten.enums import AfspraakStatus
from trajecten.models import Afspraak, Traject
from trajecten.tasks import plan_herinneringen

COORDINATOR, MENTOR = "coordinator@waterstad.example", "mentor@maatwerk.example"
# What Waterstad's coordinator is, in the colours of another gemeente: seen in look_at_another_gemeente.
NOG_EEN = "coordinator@heuvelrijk.example"
# The Canvas as PDF is asked for, and a page tells how far it is.
OPEN = {200, 202}
# What a walk holds at the least, so that one that finds nothing to look at fails: pages, and states that axe looked at.
PAGINAS, UITSPRAKEN = 200, 400
# Who is walked for is dealt out over so many tests: two windows walk beside each other.
DELEN = 2
PAGINAS_ELDERS, UITSPRAKEN_TOESTANDEN = 20, 100
FOUTPAGINAS, HTML = 6, "text/html; charset=utf-8"
# Pages of whoever has not signed in, or has a second step: a walk of their own.
ELDERS = {
    *("account_login", "account_signup", "account_reset_password_from_key", "partijen:uitnodiging", "deelnemers:mijn"),
    *("berichten:afmelden", "berichten:afhandelen"),
    *("mfa_authenticate", "mfa_reauthenticate", "mfa_deactivate_totp", "mfa_view_recovery_codes"),
    *(
        "mfa_generate_recovery_codes",
        "mfa_edit_webauthn",
        "mfa_remove_webauthn",
    ),
}


class Loop:
    """A walk past pages: what was seen, and what was wrong there."""

    def __init__(self) -> None:
        self.gevonden: dict[tuple[str, str], list[str]] = {}
        self.bezocht: set[str] = set()
        # Pages of ours that someone may see, of which none that was tried opened.
        self.dicht: set[tuple[str, str]] = set()
        self.paginas = self.uitspraken = 0
        self._gezien: set[str] = set()
        self._bekend: set[str] = set()

    def visit(self, page: Page, wie: str, pagina: paginas.Pagina) -> None:
        """Go to the first address that opens, and look there."""
        for adres in pagina.adressen:
            response = page.goto(adres)
            if response.status in OPEN and urlsplit(page.url).path == urlsplit(adres).path:
                self.bezocht.add(pagina.naam)
                self.look(page, wie, pagina.naam)
                return
        if pagina.naam in MATRIX:
            self.dicht.add((wie, pagina.naam))

    def look(self, page: Page, wie: str, waar: str) -> None:
        """Look at the page that stands open, unless its frame and all within it were seen, sign for sign, before.

        One built as an earlier one is not tried with more room in its text.
        """
        if page.locator("[hx-trigger=load]").count():
            page.wait_for_load_state("networkidle")
        self.paginas += 1
        parts = parts_of(page)
        if parts <= self._gezien:
            return
        self._gezien |= parts
        shape = shape_of(page)
        rest = sideways if shape in self._bekend else misfits
        self._bekend.add(shape)
        self.note(wie, waar, [*barriers(page), *rest(page)])

    def note(self, wie: str, waar: str, found: list[str], *, standen: int = STANDEN) -> None:
        """Count a look, and keep what was found."""
        self.uitspraken += standen
        if found:
            self.gevonden[wie, waar] = found


@pytest.fixture
def loop(site) -> Loop:
    paginas.vul_aan()
    return Loop()


@pytest.mark.parametrize("deel", range(DELEN))
def test_every_page_of_everyone_has_no_barrier_that_axe_sees(site, loop, deel):
    people = [User.objects.get(email=account.email) for account in ACCOUNTS if account.email != NOG_EEN]
    people += [*paginas.zonder_account(), *paginas.nieuwkomers()]
    te_zien = {user: list(paginas.paginas_van(user)) for user in people}
    namen = {pagina.naam for found in te_zien.values() for pagina in found}
    assert paginas.namen() - namen - ELDERS == set(paginas.GEEN_PAGINA)
    for user in people[deel::DELEN]:
        page = site.as_user(user.email, bypass_csp=True)
        calm(page)
        for pagina in te_zien[user]:
            loop.visit(page, user.email, pagina)
        page.context.close()
    assert loop.gevonden == {}
    assert loop.dicht == set()
    assert {pagina.naam for user in people[deel::DELEN] for pagina in te_zien[user]} - loop.bezocht - ELDERS == set()
    assert loop.paginas >= PAGINAS
    assert loop.uitspraken >= UITSPRAKEN


def test_pages_without_signing_in_and_of_the_second_step_have_no_barrier(site, loop, settings):
    walk_signed_out(site, loop)
    walk_second_step(site, loop)
    walk_own_page(site, loop)
    walk_made_here(site, loop, settings)
    walk_first_steps(site, loop)
    assert loop.gevonden == {}
    assert loop.bezocht >= ELDERS
    assert loop.paginas >= PAGINAS_ELDERS


def signed_out(site) -> Page:
    """Return a window of someone who has not signed in."""
    page = site.browser.new_context(base_url=site.url, locale="nl-NL", bypass_csp=True).new_page()
    calm(page)
    return page


def walk_signed_out(site, loop: Loop) -> None:
    """Walk past what anyone may see: signing in, a password that was forgotten, an invitation."""
    page = signed_out(site)
    for pagina in paginas.openbare_paginas():
        loop.visit(page, "niemand", pagina)
    user = User.objects.get(email=COORDINATOR)
    sleutel = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    page.goto(reverse("account_reset_password_from_key", kwargs=sleutel))
    expect(page.get_by_label("Nieuw wachtwoord").first).to_be_visible()
    loop.look(page, "niemand", "account_reset_password_from_key")
    page.goto(reverse("account_reset_password_from_key", kwargs=sleutel | {"key": "oud-0"}))
    loop.look(page, "niemand", "een oude link naar een nieuw wachtwoord")
    uitnodiging = Uitnodiging.objects.order_by("-pk")[0]
    page.goto(link_of(uitnodiging))
    loop.look(page, "niemand", "partijen:uitnodiging")
    page.goto(link_of(uitnodiging)[:-2] + "x/")
    loop.look(page, "niemand", "een oude uitnodiging")
    page.goto(unsubscribe_path(uitnodiging.gebruiker))
    loop.look(page, "niemand", "berichten:afmelden")
    page.get_by_role("button", name="Stop de herinneringen").click()
    expect(page.locator("h1")).to_contain_text("U krijgt geen herinneringen meer")
    loop.look(page, "niemand", "herinneringen gestopt")
    afspraak = Afspraak.objects.filter(status=AfspraakStatus.OPEN, persoon__isnull=False).order_by("deadline")[0]
    Afspraak.objects.filter(pk=afspraak.pk).update(deadline=timezone.localdate() - timedelta(days=1))
    plan_herinneringen()
    herinnering = Bericht.objects.filter(soort="afspraak_over_tijd", ontvanger=afspraak.persoon)[0]
    for daad, klaar in ((Daad.LATER, "Wij herinneren u later"), (Daad.GEDAAN, "Er is niets veranderd")):
        page.goto(path_of(herinnering, daad))
        loop.look(page, "niemand", f"berichten:afhandelen {daad}")
        page.get_by_role("button", name=daad.label).click()
        expect(page.locator("h1")).to_have_text(klaar)
        loop.look(page, "niemand", f"berichten:afhandelen {daad} gedrukt")
    page.context.close()
    loop.bezocht |= {"account_reset_password_from_key", "partijen:uitnodiging"}
    loop.bezocht |= {"berichten:afmelden", "berichten:afhandelen"}


def walk_second_step(site, loop: Loop) -> None:
    """Walk past the pages of someone who has a second step, and past the one that asks for it."""
    user = paginas.nieuwkomer(PartijFactory(), Functie.MEDEWERKER)
    page = site.as_user(user.email, bypass_csp=True)
    calm(page)
    page.goto(reverse("mfa_activate_totp"))
    secret = page.locator("code.lw-code").inner_text()
    page.get_by_label("Code uit uw app").fill(code(secret, left=8))
    page.get_by_role("button", name="Instellen").click()
    expect(page.locator("code.lw-code")).to_have_count(10)
    for pagina in paginas.openbare_paginas():
        loop.visit(page, "wie een tweede stap heeft", pagina)
    sleutel = Authenticator.objects.create(
        user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "Telefoon", "credential": {}}
    )
    voor_sleutel = {"pk": sleutel.pk}
    for naam in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        loop.visit(page, "wie een tweede stap heeft", paginas.Pagina(naam, [reverse(naam, kwargs=voor_sleutel)]))
    sleutel.delete()
    page.context.clear_cookies()
    page.goto("/accounts/login/")
    give_password(page, user.email, PASSWORD)
    page.wait_for_url("**/authenticate/")
    loop.look(page, "wie een tweede stap heeft", "mfa_authenticate")
    loop.bezocht.add("mfa_authenticate")
    page.context.close()


def walk_own_page(site, loop: Loop) -> None:
    """Walk past a participant's own page in its six languages, and past what is left of a link that is over."""
    deelname = Deelname.objects.filter(mentor__email=MENTOR).open().order_by("pk")[0]
    adres = reverse("deelnemers:mijn", kwargs={"token": links.give(deelname, door=deelname.mentor)})
    page = signed_out(site)
    for taal in TALEN:
        page.goto(f"{adres}?taal={taal}")
        loop.look(page, "deelnemer", f"deelnemers:mijn in {taal}")
    page.goto(reverse("deelnemers:mijn", kwargs={"token": "niemands-sleutel"}))
    loop.look(page, "deelnemer", "een link die niet meer werkt")
    loop.bezocht.add("deelnemers:mijn")
    page.context.close()


def walk_made_here(site, loop: Loop, settings) -> None:
    """Walk past what the server shows when something went wrong, and past the components, which it shows to builders.

    Both are rendered here and given to the browser as if the server had: it is not made to fail, and has no DEBUG.
    """
    gevraagd = Client().get(reverse("account_login")).wsgi_request
    bladen = {path.name: render_to_string(path.name, request=gevraagd) for path in FOLDER.glob("[45]*.html")}
    assert len(bladen) >= FOUTPAGINAS
    read_urls(settings, debug=True)
    bladen["onderdelen"] = Client().get("/onderdelen/").text
    page = signed_out(site)
    for naam, html in bladen.items():
        page.route("**/hier-gemaakt/", lambda route, _request, html=html: route.fulfill(body=html, content_type=HTML))
        page.goto("/hier-gemaakt/")
        expect(page.locator("h1").first).to_be_visible()
        loop.look(page, "niemand", naam)
    page.context.close()


def walk_first_steps(site, loop: Loop) -> None:
    """Walk past what someone new of each kind of party is asked to do first."""
    for user in paginas.starters():
        page = site.as_user(user.email, bypass_csp=True)
        calm(page)
        page.goto("/")
        expect(page.locator("#kop-stappen")).to_be_visible()
        loop.look(page, user.email, "eerste stappen")
        page.context.close()


# Forms whose empty sending is refused, and who sends them.
GEWEIGERD = {
    COORDINATOR: (
        # Those for which one must have signed in lately come first.
        *("account_change_password", "mfa_activate_totp"),
        *("trajecten:nieuw_uit_sjabloon", "trajecten:wijzig", "trajecten:planning", "trajecten:rol_vul"),
        *("trajecten:afspraak_nieuw", "trajecten:fase_start", "partijen:nieuw", "partijen:lid_nieuw"),
        *("partijen:instellingen", "partijen:huisstijl", "deelnemers:import", "deelnemers:deelname_nieuw"),
        "canvas:bijdrage_nieuw",
    ),
    "klantmanager@waterstad.example": ("deelnemers:nieuw", "deelnemers:plaatsing_nieuw"),
    MENTOR: ("deelnemers:checkin_nieuw", "deelnemers:ontmoeting_nieuw"),
}
EMPTY = """() => {
    const form = [...document.querySelectorAll("main form")].find((kandidaat) => kandidaat.method === "post");
    form.noValidate = true;
    for (const veld of form.elements) {
        if (["checkbox", "radio"].includes(veld.type)) veld.checked = false;
        else if (!["hidden", "submit", "button"].includes(veld.type)) veld.value = "";
    }
    form.requestSubmit(form.querySelector("[type=submit]"));
}"""
REFUSED = "main :is(.is-invalid, .invalid-feedback, [role=alert])"


def test_forms_that_are_refused_and_all_that_opens_have_no_barrier(site, loop):
    for email, names in GEWEIGERD.items():
        page = site.as_user(email, bypass_csp=True)
        calm(page)
        te_zien = {pagina.naam: pagina for pagina in paginas.paginas_van(User.objects.get(email=email))}
        for naam in names:
            refuse(page, te_zien[naam])
            loop.look(page, email, f"{naam}, geweigerd")
    look_at_what_opens(site.as_user(COORDINATOR, bypass_csp=True), loop)
    look_at_other_looks(site.as_user(COORDINATOR, bypass_csp=True), loop)
    look_at_another_gemeente(site.as_user(NOG_EEN, bypass_csp=True), loop)
    assert loop.gevonden == {}
    assert loop.uitspraken >= UITSPRAKEN_TOESTANDEN


def refuse(page: Page, pagina: paginas.Pagina) -> None:
    """Send the form of a page empty, and see it come back."""
    for adres in pagina.adressen:
        page.goto(adres)
        if urlsplit(page.url).path == adres:
            break
    page.evaluate(EMPTY)
    expect(page.locator(REFUSED).first, pagina.naam).to_be_visible()


# The texts of the strip for a form that waits on the device stand in templates until one is needed: all at once.
STRIP = """() => document.querySelectorAll("template[id^=concept-]").forEach((tekst) =>
    document.getElementById("concepten").append(tekst.content.cloneNode(true)))"""


def look_at_what_opens(page: Page, loop: Loop) -> None:
    """Look at the menu of a phone, explanations, details of a bar, what folds out, the dialog and the strip."""
    calm(page)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/")
    page.get_by_role("button", name="Menu").click()
    expect(page.locator("#menu").get_by_role("link").first).to_be_visible()
    loop.note(COORDINATOR, "menu op een telefoon", barriers(page, widths=(390,)), standen=2)

    page.goto(f"/trajecten/{Traject.objects.order_by('pk')[0].pk}/")
    page.locator("main [popovertarget]:visible").first.click()
    loop.note(COORDINATOR, "uitleg van een woord", barriers(page))
    page.keyboard.press("Escape")
    page.evaluate("document.querySelectorAll('details').forEach((el) => { el.open = true; })")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.locator(".tl-tekening:visible .tl-rij").nth(2).focus()
    expect(page.locator(".tl-toelichting:visible")).to_have_count(1)
    loop.note(COORDINATOR, "toelichting bij een balk", barriers(page, widths=(1280,)), standen=2)

    page.goto("/account/weergave/")
    page.evaluate(STRIP)
    loop.note(COORDINATOR, "strook van een bewaard formulier", [*barriers(page), *misfits(page)])
    page.evaluate("document.getElementById('wachttijd').showModal()")
    loop.note(COORDINATOR, "waarschuwing voor uitloggen", [*barriers(page), *misfits(page)])
    page.goto("/zoeken/?q=a")
    loop.look(page, COORDINATOR, "gevonden")
    for adres in (
        "/trajecten/?q=bestaat+niet",
        "/zoeken/?q=bestaat+niet",
        "/trajecten/999999/",
        "/beheer-bestaat-niet/",
    ):
        page.goto(adres)
        loop.look(page, COORDINATOR, adres)


def look_at_other_looks(page: Page, loop: Loop) -> None:
    """Look at the main pages in the example theme, and with the dark that someone chose on any device."""
    user = User.objects.get(email=COORDINATOR)
    traject = Traject.objects.order_by("pk")[0].pk
    Huisstijl.objects.update_or_create(gemeente=user.lidmaatschappen.get().partij, defaults={"thema": Thema.VOORBEELD})
    calm(page)
    for weergave in ("systeem", "donker", "licht"):
        User.objects.filter(pk=user.pk).update(weergave=weergave)
        for adres in main_pages(traject):
            assert page.goto(adres).status == 200, adres
            loop.look(page, COORDINATOR, f"{adres} met het voorbeeldthema, {weergave}")


def look_at_another_gemeente(page: Page, loop: Loop) -> None:
    """Look at the main pages with the logo and the colours that a gemeente made for itself."""
    calm(page)
    for adres in main_pages(Traject.objects.filter(gemeente__naam__contains="Heuvelrijk").order_by("pk")[0].pk):
        assert page.goto(adres).status == 200, adres
        expect(page.locator(".lw-logo")).to_be_visible()
        loop.look(page, NOG_EEN, adres)


def main_pages(traject: int) -> list[str]:
    """Return the addresses of the pages that differ most."""
    return ["/", "/trajecten/", f"/trajecten/{traject}/", f"/trajecten/{traject}/canvas/", "/partijen/nieuw/"]
