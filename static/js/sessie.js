// Warns two minutes before someone is signed out, and keeps what was typed for when the same person is back.
// What was typed stays in this tab alone (sessionStorage), under a name that tells nobody whose it is. A check-in is
// kept by concept.js (localStorage) until the server has it, under such a name too: it is wiped with the rest.
(() => {
  const VOORAF = 120;
  const PREFIX = "concept:";
  const UIT = "uit";
  const NIET = new Set(["csrfmiddlewaretoken", "indiening"]);
  const dialoog = document.getElementById("wachttijd");

  const wis = (behalve) => [sessionStorage, localStorage].forEach((opslag) => Object.keys(opslag)
    .filter((naam) => naam.startsWith(PREFIX) && !(behalve && naam.startsWith(behalve)))
    .forEach((naam) => opslag.removeItem(naam)));

  if (!dialoog) return;
  const eigen = PREFIX + dialoog.dataset.sleutel + ":";
  const naam = eigen + location.pathname;
  const uit = dialoog.querySelector("form:not([data-blijf])");
  // What someone else had typed on this computer goes; at sign-out everything goes.
  wis(eigen);
  const nietVerstuurd = () => Object.keys(localStorage).some((sleutel) => sleutel.startsWith(eigen));
  const toch = document.getElementById("toch-uitloggen");
  const vraag = (form) => {
    toch.returnValue = "";
    toch.addEventListener("close", () => { if (toch.returnValue === "ja") { wis(); form.requestSubmit(); } }, { once: true });
    toch.showModal();
  };
  document.addEventListener("submit", (event) => {
    if (event.target.method === "dialog") return;
    if (event.target.action === uit.action || event.target.matches("[data-uitloggen]")) {
      if (nietVerstuurd()) { event.preventDefault(); vraag(event.target); }
      else {
        wis();
        // This page goes once the server has answered: by then the session is over, and the other tabs may go as well.
        // What was typed in the meantime goes too.
        window.addEventListener("pagehide", () => { wis(); kanaal?.postMessage(UIT); }, { once: true });
      }
    }
    else if (weg) event.preventDefault();
    else if (Date.now() > eind) { event.preventDefault(); beeindig(); }
  }, true);

  const velden = (form) => [...form.elements].filter((veld) => veld.name && !NIET.has(veld.name)
    && !["password", "file", "submit", "button", "hidden"].includes(veld.type));
  const formulieren = () => [...document.querySelectorAll("main form")].filter((form) => form.method === "post" && !form.dataset.bewaard && velden(form).length);
  document.addEventListener("input", (event) => { if (event.target.form) event.target.form.dataset.aangeraakt = "1"; });

  let weg = false;
  const bewaar = () => {
    if (weg) return;
    document.dispatchEvent(new Event("sessie:uit"));
    const form = formulieren().find((kandidaat) => kandidaat.dataset.aangeraakt);
    if (!form) return;
    const inhoud = velden(form).map((veld) => [veld.name, veld.value, veld.multiple ? [...veld.selectedOptions].map((o) => o.value) : veld.checked ?? null]);
    const doel = form.getAttribute("action") || form.getAttribute("hx-post") || "";
    // Which kept form it mends, if any: see concept.js.
    sessionStorage.setItem(naam, JSON.stringify({ doel, inhoud, geweigerd: form.dataset.geweigerd }));
  };
  const zetTerug = () => {
    const concept = JSON.parse(sessionStorage.getItem(naam) || "null");
    if (!concept) return;
    const form = formulieren().find((kandidaat) => (kandidaat.getAttribute("action") || kandidaat.getAttribute("hx-post") || "") === concept.doel
      && concept.inhoud.every(([veldnaam]) => kandidaat.elements.namedItem(veldnaam)));
    if (!form) return;
    concept.inhoud.forEach(([veldnaam, waarde, keuze]) => velden(form).filter((veld) => veld.name === veldnaam).forEach((veld) => {
      if (["checkbox", "radio"].includes(veld.type)) { if (veld.value === waarde) veld.checked = keuze; }
      else if (veld.multiple) [...veld.options].forEach((optie) => { optie.selected = keuze.includes(optie.value); });
      else veld.value = waarde;
    }));
    sessionStorage.removeItem(naam);
    form.dataset.aangeraakt = "1";
    if (concept.geweigerd) form.dataset.geweigerd = concept.geweigerd;
    form.before(document.getElementById("concept-terug").content.cloneNode(true));
  };
  zetTerug();
  document.addEventListener("htmx:afterSwap", zetTerug);

  const wacht = Number(dialoog.dataset.minuten) * 60;
  const kanaal = "BroadcastChannel" in window ? new BroadcastChannel("leerwerk-sessie") : null;
  let eind;
  const opnieuw = (vertel = true) => {
    eind = Date.now() + wacht * 1000;
    if (dialoog.open) dialoog.close();
    if (vertel) kanaal?.postMessage(dialoog.dataset.sleutel);
  };
  kanaal?.addEventListener("message", (bericht) => { if (bericht.data === dialoog.dataset.sleutel) opnieuw(false); });
  // Signed out in another tab: this one keeps nothing, sends nothing more and shows nothing.
  kanaal?.addEventListener("message", (bericht) => {
    if (bericht.data !== UIT) return;
    weg = true;
    document.dispatchEvent(new Event("sessie:uit"));
    wis();
    location.replace(dialoog.dataset.inloggen);
  });
  const verlopen = () => {
    bewaar();
    const hier = location.pathname + location.search;
    location.replace(`${dialoog.dataset.inloggen}?verlopen=1&next=${encodeURIComponent(hier)}`);
  };
  const kijk = () => {
    const rest = Math.round((eind - Date.now()) / 1000);
    if (rest <= 0) { clearInterval(klok); beeindig(); return; }
    dialoog.querySelector("[data-rest]").textContent = String(rest);
    if (rest <= VOORAF && !dialoog.open) dialoog.showModal();
  };
  const post = (form) => fetch(form.action, { method: "POST", body: new FormData(form), headers: { "X-Requested-With": "fetch" } });
  // The server ends the session by its own clock; this only makes sure that the screen shows nothing any more.
  const beeindig = () => post(uit).finally(verlopen);
  dialoog.querySelector("[data-blijf]").addEventListener("submit", (event) => {
    event.preventDefault();
    delete event.target.dataset.verzonden;
    post(event.target).then((antwoord) => { if (antwoord.status === 204) opnieuw(); else verlopen(); }, verlopen);
  });
  // Escape says that somebody is there.
  dialoog.addEventListener("cancel", (event) => {
    event.preventDefault();
    dialoog.querySelector("[data-blijf]").requestSubmit();
  });
  // An answer of ours tells that the server's clock began again. No answer (0) does not, nor that of a proxy alone.
  const beantwoord = (xhr) => xhr.status > 0 && ![502, 503, 504].includes(xhr.status);
  document.addEventListener("htmx:afterRequest", (event) => {
    if (beantwoord(event.detail.xhr) && !event.detail.requestConfig?.headers?.["X-Achtergrond"]) opnieuw();
  });
  // A session the server ended while a part of the page was asked for: keep what was typed first.
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    if (event.detail.xhr.getResponseHeader("HX-Redirect")?.includes("verlopen=1")) bewaar();
  });
  opnieuw();
  const klok = setInterval(kijk, 1000);
})();
