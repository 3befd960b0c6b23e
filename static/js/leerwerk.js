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
// After a refused form, go to the first field that needs attention.
const eersteFout = document.querySelector(".is-invalid");
if (eersteFout) eersteFout.focus();
