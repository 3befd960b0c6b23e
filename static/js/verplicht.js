// What must be answered is looked at before a form is sent, for a line that may be gone: with the messages that the
// server would give (data-verplicht, on the question or else on the form), and the focus on the first.
(() => {
  const meld = (form, groep) => {
    const velden = groep.matches("fieldset") ? [...groep.querySelectorAll("input")] : [groep];
    const tekst = document.createElement("div");
    tekst.id = `${velden[0].name}-ontbreekt`;
    tekst.className = "lw-keuze-fout";
    tekst.textContent = groep.dataset.verplicht ?? form.dataset.verplicht;
    (groep.matches("fieldset") ? groep : groep.parentElement).append(tekst);
    const eerst = groep.getAttribute("aria-describedby") ?? "";
    groep.setAttribute("aria-describedby", `${tekst.id} ${eerst}`.trim());
    velden.forEach((veld) => { veld.classList.add("is-invalid"); veld.setAttribute("aria-invalid", "true"); });
    return () => {
      tekst.remove();
      groep.setAttribute("aria-describedby", eerst);
      velden.forEach((veld) => { veld.classList.remove("is-invalid"); veld.removeAttribute("aria-invalid"); });
    };
  };

  const isLeeg = (groep, antwoorden) => !antwoorden.get(groep.name || groep.querySelector("input").name);
  // Some are needed beside another answer alone (data-verplicht-bij names its field).
  const isNodig = ({ dataset }, antwoorden) => !dataset.verplichtBij || antwoorden.get(dataset.verplichtBij);
  let neemWeg = [];
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-verplicht]") || form.dataset.bewaard || event.defaultPrevented) return;
    neemWeg.forEach((doe) => doe());
    const antwoorden = new FormData(form);
    const leeg = [...form.querySelectorAll("fieldset[data-verplicht], [required], [data-verplicht-bij]")]
      .filter((groep) => isLeeg(groep, antwoorden) && isNodig(groep, antwoorden));
    neemWeg = leeg.map((groep) => meld(form, groep));
    const melding = document.getElementById("onvolledig").content.cloneNode(true);
    form.querySelector("[data-onvolledig]").replaceChildren(...(leeg.length ? [melding] : []));
    if (!leeg.length) return;
    event.preventDefault();
    form.querySelector(".is-invalid").focus();
  }, true);
})();
