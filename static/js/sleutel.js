// The device refused, or the person stopped: say so on the page.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const fout = document.getElementById("sleutel-fout");
  if (fout) { fout.hidden = false; fout.scrollIntoView({ block: "nearest" }); }
});
