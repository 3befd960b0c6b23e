// A form that was sent is kept on this device until the server says that it has it: once, by the stamp of the form.
// Kept are that stamp, the address and the answers, under a name that tells nobody whose they are; sessie.js wipes them.
(() => {
  const PREFIX = "concept:";
  const DAG = 86_400_000;
  const GEDULD = 20_000;
  const TUSSENPOOS = 30_000;
  const LIJNPAUZE = 5_000;
  const strook = document.getElementById("concepten");
  const { sleutel, inloggen, dagen, schil } = strook.dataset;
  const eigen = `${PREFIX}${sleutel}:`;
  const namen = (begin) => Object.keys(localStorage).filter((naam) => naam.startsWith(begin));
  const lees = (naam) => JSON.parse(localStorage.getItem(naam) || "null");
  const schrijf = (naam, concept) => localStorage.setItem(naam, JSON.stringify(concept));
  const formulier = () => document.querySelector("form[data-concept]");
  // In it stands what somebody is typing, or another that was refused: nothing comes in its place.
  const bezet = (form) => "aangeraakt" in form.dataset || "geweigerd" in form.dataset;

  let getoond = "";
  const toon = (stand, adres = "") => {
    const aantal = namen(PREFIX).length;
    if (getoond === `${stand}${aantal}${adres}`) return;
    getoond = `${stand}${aantal}${adres}`;
    const tekst = document.getElementById(`concept-${stand}`).content.cloneNode(true);
    tekst.querySelectorAll("[data-aantal]").forEach((plek) => { plek.textContent = aantal > 1 ? ` (${aantal})` : ""; });
    tekst.querySelectorAll("[data-naar]").forEach((link) => { link.href = adres; });
    strook.replaceChildren(tekst);
    strook.scrollIntoView({ block: "nearest" });
  };

  const leeg = () => {
    strook.replaceChildren();
    getoond = "";
  };

  const post = (concept, token, vanzelf) => {
    const body = new FormData();
    concept.velden.forEach(([veld, waarde]) => body.append(veld, waarde));
    body.append("csrfmiddlewaretoken", token);
    // What is tried again by itself keeps nobody signed in.
    const headers = { "X-Concept": "1", ...(vanzelf ? { "X-Achtergrond": "1" } : {}) };
    return fetch(concept.doel, { method: "POST", body, headers, signal: AbortSignal.timeout(GEDULD) });
  };
  const lezen = async (antwoord) => new DOMParser().parseFromString(await antwoord.text(), "text/html");
  const token = (pagina) => pagina.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";

  const stuur = async (concept, vanzelf) => {
    let antwoord = await post(concept, token(document), vanzelf);
    if (antwoord.status === 403) {
      // Refused, or only the token of before: whoever signed in again has a new one. It must be the same person.
      const vers = await fetch(concept.doel, { headers: { "X-Concept": "1" }, signal: AbortSignal.timeout(GEDULD) });
      if (vers.status !== 200) antwoord = vers;
      else {
        const pagina = await lezen(vers);
        if (pagina.getElementById("concepten")?.dataset.sleutel !== sleutel) return { stand: "inloggen" };
        antwoord = await post(concept, token(pagina), vanzelf);
      }
    }
    const naar = antwoord.headers.get("X-Naar") ?? "";
    if (antwoord.headers.has("X-Indiening")) return { stand: "verstuurd", naar };
    if (antwoord.status === 204) return { stand: "inloggen", naar };
    if (antwoord.status === 422) return { stand: "geweigerd", pagina: await lezen(antwoord) };
    // A proxy that has lost its way says no as well; only ours is final.
    return { stand: [403, 404].includes(antwoord.status) && antwoord.headers.has("X-Concept") ? "vervallen" : "storing" };
  };

  // A form that shows what was refused goes under the stamp of that: the next press replaces what is kept.
  const zetStempel = (form, stempel) => {
    form.elements.indiening.value = stempel;
    form.dataset.geweigerd = stempel;
  };

  const vervang = (form, pagina, stempel) => {
    const nieuw = document.adoptNode(pagina.querySelector("form[data-concept]"));
    zetStempel(nieuw, stempel);
    form.replaceWith(nieuw);
    volg(nieuw);
    (nieuw.querySelector(".is-invalid") ?? nieuw.querySelector("[role=alert]"))?.focus();
    leeg();
  };

  const verwerk = (naam, concept, { stand, naar, pagina }) => {
    const stempel = naam.slice(eigen.length);
    const form = formulier();
    if (stand === "geweigerd") {
      // Wiped meanwhile, as at signing out in another tab: it does not come back.
      const gewist = localStorage.getItem(naam) === null;
      // It stays until the next press, also while its form is open: a phone may throw away a tab it does not show.
      if (!gewist) schrijf(naam, { ...concept, geweigerd: true });
      if (form && location.pathname === concept.doel && (form.dataset.bewaard === stempel || !bezet(form))) {
        vervang(form, pagina, stempel);
        return;
      }
      if (gewist) { leeg(); return; }
    }
    if (["verstuurd", "vervallen"].includes(stand)) localStorage.removeItem(naam);
    const opnieuw = naar && !naar.startsWith(inloggen) ? naar : `${inloggen}?verlopen=1&next=${encodeURIComponent(concept.terug)}`;
    toon(stand, stand === "geweigerd" ? concept.doel : opnieuw);
    if (stand === "verstuurd" && form?.dataset.bewaard === stempel) location.assign(naar || concept.terug);
  };

  let bezig = false;
  let weg = false;
  document.addEventListener("sessie:uit", () => { weg = true; });
  // What was refused is asked once more where its own form is opened, for the messages; never while somebody mends it.
  const teDoen = (concept) => !concept.geweigerd
    || (concept.doel === location.pathname && !(formulier() && bezet(formulier())));
  // Each that waits, in turn; `aanleiding` is "druk" for a press, "zelf" for a moment that promises more, "klok" for time.
  const ronde = async (aanleiding) => {
    const alle = sleutel ? namen(eigen).map((naam) => [naam, lees(naam)]) : [];
    const wachtend = alle.filter(([, concept]) => teDoen(concept));
    if (bezig || weg || !wachtend.length) return;
    bezig = true;
    if (aanleiding !== "klok") toon("onderweg");
    for (const [naam, concept] of wachtend) {
      // The one before it may just have been refused, and its form be open by now.
      if (!teDoen(concept)) continue;
      const uitkomst = await stuur(concept, aanleiding !== "druk").catch(() => ({ stand: "wacht" }));
      verwerk(naam, concept, uitkomst);
      if (weg || ["wacht", "inloggen"].includes(uitkomst.stand)) break;
    }
    bezig = false;
  };

  const volg = (form) => {
    let velden;
    form.after(strook);
    form.addEventListener("submit", (event) => {
      // sessie.js was first: the session is over, and what was typed is put back after signing in.
      if (event.defaultPrevented) return;
      const stempel = form.elements.indiening.value;
      velden ??= [...new FormData(form)].filter(([veld]) => veld !== "csrfmiddlewaretoken");
      try {
        schrijf(eigen + stempel, { doel: location.pathname, terug: form.dataset.concept, op: Date.now(), velden });
      } catch {
        return; // The device keeps nothing: it is sent as any form.
      }
      event.preventDefault();
      // What was sent may have come in before its answer got lost: from here on the answers stay as they are.
      form.dataset.bewaard = stempel;
      [...form.elements].filter((veld) => veld.name && veld.type !== "hidden").forEach((veld) => { veld.disabled = true; });
      ronde("druk");
    });
  };

  // A line that is back may fail once more just then, and no second event tells: so the page asks as well.
  const wachtOpLijn = () => {
    const probeer = async () => {
      if ((await fetch("/healthz/live", { cache: "no-store" }).catch(() => null))?.ok) location.reload();
    };
    window.addEventListener("online", probeer);
    setInterval(probeer, LIJNPAUZE);
  };

  const oud = namen(PREFIX).filter((naam) => Date.now() - lees(naam).op > Number(dagen) * DAG);
  oud.forEach((naam) => localStorage.removeItem(naam));
  if (oud.length) toon("oud");
  if (!sleutel) {
    if (namen(PREFIX).length) toon("elders");
    if ("zonderLijn" in strook.dataset) wachtOpLijn();
    return;
  }
  const open = formulier();
  if (open) volg(open);
  // sessie.js has put back what somebody was mending when the session ended.
  if (open?.dataset.geweigerd) zetStempel(open, open.dataset.geweigerd);
  // Refused, and not the one that is being mended here.
  const elders = () => namen(eigen).filter((naam) => naam !== eigen + open?.dataset.geweigerd && lees(naam).geweigerd);
  const toonElders = () => elders().slice(0, 1).forEach((naam) => toon("geweigerd", lees(naam).doel));
  const knoppen = {
    nu: () => ronde("druk"),
    weg: () => toon("weg"),
    houd: toonElders,
    wis: () => { elders().forEach((naam) => localStorage.removeItem(naam)); leeg(); },
  };
  toonElders();
  strook.addEventListener("click", (event) => {
    const knop = event.target.closest("button");
    if (!knop) return;
    knoppen[knop.dataset.doe]();
    // The button that was pressed is gone: whoever works without a mouse goes on at the first of what came instead.
    if (!strook.contains(knop)) (strook.querySelector("a, button") ?? document.getElementById("inhoud")).focus();
  });
  window.addEventListener("online", () => ronde("zelf"));
  document.addEventListener("visibilitychange", () => { if (!document.hidden) ronde("zelf"); });
  setInterval(() => ronde("klok"), TUSSENPOOS);
  ronde("zelf");
  navigator.serviceWorker?.register(schil);
})();
