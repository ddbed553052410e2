// Forms: no double submit, a question before typed text is left behind, focus on the error summary.
// Nothing typed is written to the device; what a lost session interrupts is kept by the server.

const typed = new WeakSet();

document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-keep]");
  if (form) typed.add(form);
});

function unsaved() {
  return [...document.querySelectorAll("form[data-keep]")].some((form) => typed.has(form));
}

window.addEventListener("beforeunload", (event) => {
  if (unsaved()) event.preventDefault();
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method === "dialog" || event.defaultPrevented) return;
  // A file comes back and the page stays, so the form may be sent again.
  if (event.submitter?.hasAttribute("data-download")) return;
  // What waits on this device would be lost with the session: its own page asks first.
  const waits = form.hasAttribute("data-leaves") && localStorage.getItem("tv-waits");
  if (waits && waits.startsWith("/")) {
    event.preventDefault();
    location.assign(waits);
    return;
  }
  if (form.getAttribute("aria-busy") === "true") {
    event.preventDefault();
    return;
  }
  typed.delete(form);
  if (form.method === "post") form.setAttribute("aria-busy", "true");
});

// Back to a page the browser kept: its forms may be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll('form[aria-busy="true"]')) form.removeAttribute("aria-busy");
});

document.querySelector("[data-focus]")?.focus();

for (const area of document.querySelectorAll(".tv-drop")) {
  area.addEventListener("dragover", () => area.setAttribute("data-over", ""));
  for (const name of ["dragleave", "drop"]) area.addEventListener(name, () => area.removeAttribute("data-over"));
}

// A file that is too large is told before it is sent.
document.addEventListener("change", (event) => {
  const input = event.target;
  if (!input.matches?.("input[type=file][data-most]")) return;
  const large = [...input.files].some((file) => file.size > Number(input.dataset.most));
  input.closest(".tv-drop").querySelector(".tv-file__large").hidden = !large;
});
