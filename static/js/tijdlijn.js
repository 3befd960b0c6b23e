// The details of a bar: shown on hover and on focus, kept while the pointer is on them, closed by Escape (WCAG 1.4.13).
{
  const AFSTAND = 4;
  // Milliseconds to cross from a bar to its details.
  const GEDULD = 200;
  let open = null;
  let vertrek = 0;

  const rijBij = (element) => element?.closest?.(".tl-rij") ?? null;
  const tekstVan = (rij) => document.getElementById(rij.getAttribute("aria-describedby"));
  const isErbij = (element) => Boolean(open && (rijBij(element) === open || tekstVan(open).contains(element)));

  const sluit = () => {
    clearTimeout(vertrek);
    if (open) tekstVan(open).hidden = true;
    open = null;
  };

  // Above the bar, so that the next row stays free; below it where the window ends.
  const plaats = (rij, tekst) => {
    const figuur = rij.closest(".tl-figuur").getBoundingClientRect();
    const balk = rij.querySelector(".tl-balk").getBoundingClientRect();
    const links = Math.max(0, Math.min(balk.left - figuur.left, figuur.width - tekst.offsetWidth));
    const boven = balk.top - tekst.offsetHeight - AFSTAND;
    tekst.style.left = `${links}px`;
    tekst.style.top = `${(boven < 0 ? balk.bottom + AFSTAND : boven) - figuur.top}px`;
  };

  const toon = (rij) => {
    clearTimeout(vertrek);
    if (open === rij) return;
    sluit();
    open = rij;
    tekstVan(rij).hidden = false;
    plaats(rij, tekstVan(rij));
  };

  document.addEventListener("pointerover", (event) => {
    const rij = rijBij(event.target);
    if (rij && rijBij(event.relatedTarget) !== rij) toon(rij);
    else if (isErbij(event.target)) clearTimeout(vertrek);
  });
  // A finger leaves the screen at once: what it tapped stays until something else is tapped.
  document.addEventListener("pointerout", (event) => {
    if (event.pointerType !== "mouse" || !isErbij(event.target) || isErbij(event.relatedTarget)) return;
    clearTimeout(vertrek);
    if (document.activeElement !== open) vertrek = setTimeout(sluit, GEDULD);
  });
  document.addEventListener("focusin", (event) => {
    const rij = rijBij(event.target);
    if (rij) toon(rij);
    else if (!isErbij(event.target)) sluit();
  });
  document.addEventListener("click", (event) => {
    const rij = rijBij(event.target);
    if (rij) toon(rij);
    else if (!isErbij(event.target)) sluit();
  });
  // Enlarging or turning the screen moves the bar, or shows the other drawing.
  window.addEventListener("resize", () => {
    if (!open) return;
    if (open.getClientRects().length) plaats(open, tekstVan(open));
    else sluit();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") sluit();
    const rij = rijBij(event.target);
    if (!rij || (event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    if (open === rij) sluit();
    else toon(rij);
  });
}
