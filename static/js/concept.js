// A form is kept on this device from the first answer until the server says that it has it: once, by the stamp of the
// form. Kept are that stamp, the address and the answers, under a name that tells nobody whose they are; sessie.js wipes
// them. What is being filled in waits for a press; what was pressed waits for the line: STANDEN says what each may do.
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
  const wis = (naam) => localStorage.removeItem(naam);
  const formulier = () => document.querySelector("form[data-concept]");
  const naamVan = (form) => eigen + form.elements.indiening.value;
  const invoer = (form) => [...form.elements].filter((veld) => veld.name && veld.type !== "hidden");
  const isGewijzigd = (veld) => (["radio", "checkbox"].includes(veld.type)
    ? veld.checked !== veld.defaultChecked : veld.value !== veld.defaultValue);
  const tekstVan = (naam) => document.getElementById(`concept-${naam}`).content.cloneNode(true);
  // In it stands what somebody is typing, or another that was refused: nothing comes in its place.
  const bezet = (form) => "aangeraakt" in form.dataset || "geweigerd" in form.dataset;

  // What a kept form is: whether it counts as waiting, whether it may be sent now, and what its own form does with it
  // when it is opened. What was refused is asked once more there, for the messages; never while somebody mends it.
  const vrij = (concept) => concept.doel === location.pathname && !(formulier() && bezet(formulier()));
  const STANDEN = {
    bezig: { telt: false, stuurt: () => false, open: (form) => hervat(form) },
    wacht: { telt: true, stuurt: () => true, open: (form) => sluit(form) },
    geweigerd: { telt: true, stuurt: vrij },
  };
  const standVan = (concept) => STANDEN[concept.stand] ?? STANDEN.wacht;
  const wachtende = (begin) => namen(begin).filter((naam) => standVan(lees(naam)).telt);

  let getoond = "";
  const toon = (stand, adres = "") => {
    const aantal = wachtende(PREFIX).length;
    if (getoond === `${stand}${aantal}${adres}`) return;
    getoond = `${stand}${aantal}${adres}`;
    const tekst = tekstVan(stand);
    // To set it right or throw it away is for where its form is.
    if (!formulier()?.dataset.bewaard) tekst.querySelectorAll("[data-hier]").forEach((knop) => knop.remove());
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

  // A line that the browser knows to be cut carries nothing; any other may have carried it, whatever becomes of the answer.
  const merkGegaan = (naam, concept) => { if (navigator.onLine) schrijf(naam, { ...concept, gegaan: true }); };

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
    if (antwoord.headers.has("X-Indiening")) {
      // It was in already, and other answers than these may have gone before.
      return { stand: antwoord.headers.has("X-Eerder") && concept.vervolg ? "eerder" : "verstuurd", naar };
    }
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
    toonLijn();
    (nieuw.querySelector(".is-invalid") ?? nieuw.querySelector("[role=alert]"))?.focus();
    leeg();
  };

  const verwerk = (naam, concept, { stand, naar, pagina }) => {
    const stempel = naam.slice(eigen.length);
    const form = formulier();
    // Wiped meanwhile, as at signing out in another tab, or being filled in again there: that goes first.
    const nu = lees(naam);
    const zelfde = nu?.op === concept.op;
    if (stand === "geweigerd") {
      // It stays until the next press, also while its form is open: a phone may throw away a tab it does not show.
      if (zelfde) schrijf(naam, { ...nu, stand: "geweigerd" });
      if (form && location.pathname === concept.doel && (form.dataset.bewaard === stempel || !bezet(form))) {
        vervang(form, pagina, stempel);
        return;
      }
      if (!zelfde) { leeg(); return; }
    }
    if (zelfde && ["verstuurd", "eerder", "vervallen"].includes(stand)) wis(naam);
    const opnieuw = naar && !naar.startsWith(inloggen) ? naar : `${inloggen}?verlopen=1&next=${encodeURIComponent(concept.terug)}`;
    toon(stand, stand === "geweigerd" ? concept.doel : opnieuw);
    if (stand === "verstuurd" && form?.dataset.bewaard === stempel) location.assign(naar || concept.terug);
  };

  let bezig = false;
  let weg = false;
  document.addEventListener("sessie:uit", () => { weg = true; });
  const stuurt = (concept) => Boolean(concept) && standVan(concept).stuurt(concept);
  // Each that waits, in turn; `aanleiding` is "druk" for a press, "zelf" for a moment that promises more, "klok" for time.
  const ronde = async (aanleiding) => {
    const wachtend = sleutel ? namen(eigen).filter((naam) => stuurt(lees(naam))) : [];
    if (bezig || weg || !wachtend.length) return;
    bezig = true;
    if (aanleiding !== "klok") toon("onderweg");
    for (const naam of wachtend) {
      const concept = lees(naam);
      // The one before it may just have been refused, and its form be open by now.
      if (!stuurt(concept)) continue;
      merkGegaan(naam, concept);
      const uitkomst = await stuur(concept, aanleiding !== "druk").catch(() => ({ stand: "wacht" }));
      verwerk(naam, concept, uitkomst);
      if (weg || ["wacht", "inloggen"].includes(uitkomst.stand)) break;
    }
    bezig = false;
  };

  // Returns whether the device keeps it: one that can't leaves the form to the question that any other form asks.
  const houd = (form, stand) => {
    const velden = [...new FormData(form)].filter(([veld]) => veld !== "csrfmiddlewaretoken");
    const vervolg = lees(naamVan(form))?.vervolg || form.dataset.vervolg;
    try {
      schrijf(naamVan(form), { doel: location.pathname, terug: form.dataset.concept, op: Date.now(), velden, stand, vervolg });
    } catch {
      form.dataset.bewaak = "";
      return false;
    }
    return true;
  };

  const zetTerug = (form, velden) => invoer(form).forEach((veld) => {
    const waarden = velden.filter(([naam]) => naam === veld.name).map(([, waarde]) => waarde);
    if (["radio", "checkbox"].includes(veld.type)) veld.checked = waarden.includes(veld.value);
    else veld.value = waarden[0] ?? "";
  });

  const zetDicht = (form, dicht) => {
    invoer(form).forEach((veld) => { veld.disabled = dicht; });
    // Not disabled: whoever works without a mouse is still on it.
    form.querySelector("[type=submit]").setAttribute("aria-disabled", dicht);
    toonLijn();
  };

  // What was sent may have come in before its answer got lost: the answers stay as they are until somebody asks.
  const sluit = (form) => {
    form.dataset.bewaard = form.elements.indiening.value;
    zetDicht(form, true);
  };

  const pasAan = (form) => {
    const concept = lees(naamVan(form));
    if (concept?.gegaan || concept?.vervolg) form.dataset.vervolg = "1";
    delete form.dataset.bewaard;
    form.dataset.aangeraakt = "1";
    zetDicht(form, false);
    houd(form, "bezig");
    leeg();
    invoer(form)[0].focus();
  };

  const hervat = (form) => {
    form.dataset.aangeraakt = "1";
    form.querySelector("[data-hervat]").replaceChildren(tekstVan("hervat"));
  };

  // Where a form is opened of which something is kept, it goes on under the stamp of that.
  const neemOver = (form) => {
    // sessie.js was first, with what this tab had: at least as new as what is being filled in, and another than what waits.
    const past = (concept) => concept.doel === location.pathname && standVan(concept).open
      && !(bezet(form) && standVan(concept).telt);
    const [naam] = namen(eigen).filter((kandidaat) => past(lees(kandidaat)))
      .sort((een, ander) => lees(ander).op - lees(een).op);
    if (!naam) {
      // On a slow line somebody begins before this file is here.
      if (invoer(form).some(isGewijzigd)) houd(form, "bezig");
      return;
    }
    const concept = lees(naam);
    form.elements.indiening.value = naam.slice(eigen.length);
    if (bezet(form)) return;
    zetTerug(form, concept.velden);
    standVan(concept).open(form);
  };

  const toonLijn = () => {
    const form = formulier();
    const plek = form?.querySelector("[data-lijn]");
    plek?.replaceChildren(...(navigator.onLine || form.dataset.bewaard ? [] : [tekstVan("lijn")]));
  };

  const volg = (form) => {
    form.after(strook);
    form.addEventListener("input", () => { if (!weg) houd(form, "bezig"); });
    form.addEventListener("submit", (event) => {
      // sessie.js was first: the session is over, and what was typed is put back after signing in. Or verplicht.js was.
      if (event.defaultPrevented) return;
      if (form.dataset.bewaard) { event.preventDefault(); return; }
      // The device keeps nothing: it is sent as any form.
      if (!houd(form, "wacht")) return;
      event.preventDefault();
      form.querySelector("[data-hervat]").replaceChildren();
      sluit(form);
      ronde("druk");
    });
    form.addEventListener("click", (event) => {
      const weggooi = event.target.closest("[data-annuleer], [data-doe=opnieuw]");
      const concept = lees(naamVan(form));
      if (!weggooi || !concept) return;
      event.preventDefault();
      gooiWeg(concept, weggooi.href ?? location.href);
    });
  };

  const gooiWeg = (concept, naar) => vraagWeg(() => {
    wis(naamVan(formulier()));
    location.assign(naar);
  }, concept?.gegaan || concept?.vervolg);

  // A line that is back may fail once more just then, and no second event tells: so the page asks as well.
  const wachtOpLijn = () => {
    const probeer = async () => {
      if ((await fetch("/healthz/live", { cache: "no-store" }).catch(() => null))?.ok) location.reload();
    };
    window.addEventListener("online", probeer);
    setInterval(probeer, LIJNPAUZE);
  };

  const oud = namen(PREFIX).filter((naam) => Date.now() - lees(naam).op > Number(dagen) * DAG);
  oud.forEach(wis);
  if (oud.length) toon("oud");
  if (!sleutel) {
    if (wachtende(PREFIX).length) toon("elders");
    if ("zonderLijn" in strook.dataset) wachtOpLijn();
    return;
  }
  const open = formulier();
  if (open) volg(open);
  // sessie.js has put back what somebody was mending when the session ended.
  if (open?.dataset.geweigerd) zetStempel(open, open.dataset.geweigerd);
  else if (open) neemOver(open);
  // Refused, and not the one that is being mended here.
  const isGeweigerd = (naam) => naam !== eigen + open?.dataset.geweigerd && lees(naam).stand === "geweigerd";
  const elders = () => namen(eigen).filter(isGeweigerd);
  const toonElders = () => elders().slice(0, 1).forEach((naam) => toon("geweigerd", lees(naam).doel));
  const knoppen = {
    nu: () => ronde("druk"),
    // While it is under way it may come in as it was.
    aanpassen: () => (bezig ? toon("onderweg") : pasAan(formulier())),
    weggooien: () => gooiWeg(lees(naamVan(formulier())), formulier().dataset.concept),
    weg: () => vraagWeg(() => { elders().forEach(wis); leeg(); document.getElementById("inhoud").focus(); }),
  };
  toonElders();
  strook.addEventListener("click", (event) => {
    const knop = event.target.closest("button");
    if (!knop) return;
    knoppen[knop.dataset.doe]();
    // The button that was pressed is gone: whoever works without a mouse goes on at the first of what came instead.
    if (strook.contains(knop) || document.activeElement !== document.body) return;
    (strook.querySelector("a, button") ?? document.getElementById("inhoud")).focus();
  });
  // The same form in another tab goes on under the same stamp: what it sends may be other answers.
  window.addEventListener("storage", ({ key }) => {
    const form = formulier();
    if (form && key === naamVan(form)) form.dataset.vervolg = "1";
  });
  toonLijn();
  ["online", "offline"].forEach((soort) => window.addEventListener(soort, toonLijn));
  window.addEventListener("online", () => ronde("zelf"));
  document.addEventListener("visibilitychange", () => { if (!document.hidden) ronde("zelf"); });
  setInterval(() => ronde("klok"), TUSSENPOOS);
  ronde("zelf");
  navigator.serviceWorker?.register(schil);
})();
