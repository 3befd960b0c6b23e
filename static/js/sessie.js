// Warns two minutes before someone is signed out, and keeps what was typed for when the same person is back.
// What was typed stays in this tab alone (sessionStorage), under a name that tells nobody whose it is.
(() => {
  const VOORAF = 120;
  const PREFIX = "concept:";
  const NIET = new Set(["csrfmiddlewaretoken", "indiening"]);
  const dialoog = document.getElementById("wachttijd");

  const wis = (behalve) => Object.keys(sessionStorage)
    .filter((naam) => naam.startsWith(PREFIX) && !(behalve && naam.startsWith(behalve)))
    .forEach((naam) => sessionStorage.removeItem(naam));

  if (!dialoog) return;
  const eigen = PREFIX + dialoog.dataset.sleutel + ":";
  const naam = eigen + location.pathname;
  const uit = dialoog.querySelector("form:not([data-blijf])");
  // What someone else had typed on this computer goes; at sign-out everything goes.
  wis(eigen);
  document.addEventListener("submit", (event) => {
    if (event.target.action === uit.action) wis();
    else if (Date.now() > eind) { event.preventDefault(); beeindig(); }
  }, true);

  const velden = (form) => [...form.elements].filter((veld) => veld.name && !NIET.has(veld.name)
    && !["password", "file", "submit", "button", "hidden"].includes(veld.type));
  const formulieren = () => [...document.querySelectorAll("main form")].filter((form) => form.method === "post" && velden(form).length);
  const aangeraakt = new WeakSet();
  document.addEventListener("input", (event) => { if (event.target.form) aangeraakt.add(event.target.form); });

  const bewaar = () => {
    const form = formulieren().find((kandidaat) => aangeraakt.has(kandidaat));
    if (!form) return;
    const inhoud = velden(form).map((veld) => [veld.name, veld.value, veld.multiple ? [...veld.selectedOptions].map((o) => o.value) : veld.checked ?? null]);
    sessionStorage.setItem(naam, JSON.stringify({ doel: form.getAttribute("action") || form.getAttribute("hx-post") || "", inhoud }));
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
    aangeraakt.add(form);
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
  dialoog.addEventListener("cancel", (event) => event.preventDefault());
  document.addEventListener("htmx:afterRequest", (event) => {
    if (!event.detail.requestConfig?.headers?.["X-Achtergrond"]) opnieuw();
  });
  // A session the server ended while a part of the page was asked for: keep what was typed first.
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    if (event.detail.xhr.getResponseHeader("HX-Redirect")?.includes("verlopen=1")) bewaar();
  });
  opnieuw();
  const klok = setInterval(kijk, 1000);
})();
