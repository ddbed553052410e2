// HTMX: focus stays where it was, changes are announced, a failure is said in words, a lost session is not hidden.

let focused = { id: "", index: -1 };

export function announce(text) {
  const place = document.getElementById("announce");
  if (!place || !text) return;
  place.textContent = "";
  requestAnimationFrame(() => {
    place.textContent = text;
  });
}

export function focusables(root) {
  return [...root.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")];
}

document.addEventListener("htmx:beforeSwap", (event) => {
  const active = document.activeElement;
  const target = event.detail.target;
  focused = active && target?.contains(active) ? { id: active.id, index: focusables(target).indexOf(active) } : { id: "", index: -1 };
});

document.addEventListener("htmx:afterSettle", (event) => {
  const root = event.detail.elt;
  announce(root.querySelector?.("[data-announce]")?.dataset.announce ?? root.dataset?.announce);
  const wanted = root.querySelector?.("[data-focus]");
  if (wanted) {
    wanted.focus();
    return;
  }
  if (focused.index < 0 || document.activeElement !== document.body) return;
  const same = focused.id && document.getElementById(focused.id);
  const items = focusables(root);
  (same || items[Math.min(focused.index, items.length - 1)] || document.getElementById("main-content"))?.focus();
});

for (const name of ["htmx:afterRequest", "htmx:sendAbort"]) {
  document.addEventListener(name, (event) => event.detail.elt?.closest?.("form")?.removeAttribute("aria-busy"));
}

for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, () => announce(document.body.dataset.failed));
}
