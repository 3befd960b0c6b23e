// The key "/" goes to the search box, from any page. Whoever has it in the way (speech input) turns it off, for this
// device, with the switch on the search page: a shortcut of one sign must be one that can be turned off.
(() => {
  const NAAM = "leerwerk:sneltoets";
  const UIT = "uit";
  const VANAF = 3;
  const vak = document.getElementById("zoek");
  if (!vak) return;
  const typt = (doel) => doel instanceof Element && doel.closest("input, textarea, select, [contenteditable]");

  // One or two signs are a name in the making: nothing is asked yet, and what stood there is of other words.
  vak.addEventListener("htmx:beforeRequest", (event) => {
    if (!vak.value.trim() || vak.value.trim().length >= VANAF) return;
    event.preventDefault();
    document.getElementById("gevonden").replaceChildren();
    document.getElementById("zoekstand").replaceChildren();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (typt(event.target) || document.querySelector("dialog[open]") || localStorage.getItem(NAAM) === UIT) return;
    event.preventDefault();
    // In a narrow window the box is not in the head: then its own page is where to type.
    if (!vak.offsetParent) { location.assign(vak.form.action); return; }
    vak.focus();
    vak.select();
  });

  const keuze = document.querySelector("[data-sneltoets]");
  if (!keuze) return;
  const schakelaar = keuze.querySelector("input");
  schakelaar.checked = localStorage.getItem(NAAM) !== UIT;
  schakelaar.addEventListener("change", () => {
    if (schakelaar.checked) localStorage.removeItem(NAAM); else localStorage.setItem(NAAM, UIT);
  });
  keuze.hidden = false;
})();
