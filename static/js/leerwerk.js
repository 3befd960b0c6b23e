// A form that is on its way can't be sent again; coming back to it by the back button makes it usable again.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.verzonden) { event.preventDefault(); return; }
  form.dataset.verzonden = "1";
});
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-verzonden]").forEach((form) => delete form.dataset.verzonden);
});
// Asks before something goes that was filled in; the focus goes back by itself. concept.js asks by it too.
// `onzeker`: it was sent, and may have come in.
const vraagWeg = (daarna, onzeker = false) => {
  const vraag = document.getElementById("weggooien");
  vraag.returnValue = "";
  vraag.querySelector("[data-onzeker]").hidden = !onzeker;
  vraag.addEventListener("close", () => { if (vraag.returnValue === "ja") daarna(); }, { once: true });
  vraag.showModal();
};
// A form marked data-bewaak with something in it that was not sent (sessie.js marks what was touched) or that was
// refused: the browser asks before the page goes, and "Annuleren" does in place. A session that ends asks nothing.
(() => {
  const OPEN = ["[data-aangeraakt]", ":has(.is-invalid, .alert-danger, .cv-intussen)"]
    .map((soort) => `form[data-bewaak]${soort}:not([data-verzonden])`).join();
  let over = false;
  document.addEventListener("sessie:uit", () => { over = true; });
  window.addEventListener("beforeunload", (event) => {
    if (!over && document.querySelector(OPEN)) event.preventDefault();
  });
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (detail.successful && detail.elt.matches("form")) delete detail.elt.dataset.aangeraakt;
  });
  document.addEventListener("htmx:confirm", (event) => {
    if (!event.detail.elt.matches("[data-annuleer]") || !event.detail.elt.closest(OPEN)) return;
    event.preventDefault();
    vraagWeg(() => event.detail.issueRequest(true));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing || document.querySelector("dialog[open], :popover-open")) return;
    const annuleer = event.target.closest("form[data-bewaak][hx-post]")?.querySelector("[data-annuleer]");
    if (!annuleer) return;
    // Or the same press would close the question that it opens.
    event.preventDefault();
    annuleer.click();
  });
})();
// The menu of a narrow window; Bootstrap's stylesheet hides what does not have the class.
const menuknop = document.querySelector("[data-menuknop]");
menuknop?.addEventListener("click", () => {
  menuknop.ariaExpanded = document.getElementById("menu").classList.toggle("show");
});
// A message that is put away: the keyboard goes on where the page begins.
document.addEventListener("click", (event) => {
  const sluit = event.target.closest("[data-sluit]");
  if (!sluit) return;
  sluit.parentElement.remove();
  document.getElementById("inhoud").focus({ preventScroll: true });
});
// A part of a page that could not be fetched or saved shows nothing of that by itself: one message does, until it goes
// well. What no person asked for (X-Achtergrond, or a trigger without an event) says so once per address, and takes away
// no message about what a person did. A request that another one replaced has not failed: htmx tells that in its own way.
(() => {
  const gezegd = new Set();
  let melding;
  let bron;
  // The address that was asked for by itself; nothing when a person did.
  const vanzelf = ({ requestConfig, pathInfo }) => (requestConfig?.headers?.["X-Achtergrond"]
    || (requestConfig?.triggeringEvent?.type ?? "hx:poll:trigger") === "hx:poll:trigger" ? pathInfo.requestPath : null);
  const mislukt = ({ detail }) => {
    const pad = vanzelf(detail);
    if (pad && (gezegd.has(pad) || melding?.isConnected)) return;
    if (pad) gezegd.add(pad);
    bron = pad;
    melding?.remove();
    melding = document.importNode(document.getElementById("niet-gelukt").content, true).firstElementChild;
    document.getElementById("meldingen").append(melding);
  };
  const fouten = ["htmx:responseError", "htmx:sendError", "htmx:timeout"];
  fouten.forEach((soort) => document.addEventListener(soort, mislukt));
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    // A form that is refused says itself what is wrong.
    if (!detail.successful && detail.xhr.status !== 422) return;
    const pad = vanzelf(detail);
    gezegd.delete(pad);
    if (!pad || pad === bron) melding?.remove();
  });
})();
// After a refused form, go to the first field that needs attention; where it is no field's fault, to the reason.
const eersteFout = document.querySelector(".is-invalid") ?? document.querySelector("form .alert-danger");
if (eersteFout?.matches(".alert")) eersteFout.tabIndex = -1;
eersteFout?.focus();
