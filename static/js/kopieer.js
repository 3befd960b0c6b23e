// A button that copies what stands in a field, for who may not be able to select it: it shows itself where that works.
document.querySelectorAll("[data-kopieer]").forEach((knop) => {
  if (!navigator.clipboard) return;
  knop.hidden = false;
  knop.addEventListener("click", async () => {
    const veld = document.getElementById(knop.dataset.kopieer);
    veld.select();
    await navigator.clipboard.writeText(veld.value);
    knop.textContent = knop.dataset.gelukt;
  });
});
