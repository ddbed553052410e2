// Keys: "/" search in texts, "g p" find a person, "g t" and other two-key paths from the menu, "j"/"k" in a queue, "?" help. Never while typing.

const WAIT = 1200; // milliseconds in which the second key of a pair counts
let first = { key: "", at: 0 };

function typing(target) {
  return target instanceof Element && Boolean(target.closest("input, textarea, select, [contenteditable]"));
}

function follow(selector) {
  const link = document.querySelector(selector);
  link?.click();
  return Boolean(link);
}

function toField(field) {
  if (!field.checkVisibility()) document.querySelector("[data-menu]")?.click();
  field.focus();
}

// The page's own field, or else the page that searches in texts.
function toSearch() {
  const field = document.querySelector("main [data-search]");
  if (field) toField(field);
  return Boolean(field) || follow("[data-seek]");
}

function toHelp() {
  const help = document.getElementById("keys");
  if (!help || help.open) return false;
  help.showModal();
  return true;
}

const SINGLE = {
  "/": toSearch,
  "?": toHelp,
  j: () => follow('a[rel="next"]'),
  k: () => follow('a[rel="prev"]'),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
  if (document.querySelector("dialog[open]")) return;
  const pair = event.timeStamp - first.at < WAIT ? `${first.key} ${event.key}` : "";
  first = { key: event.key, at: event.timeStamp };
  const paired = pair && document.querySelector(`[data-keys="${CSS.escape(pair).replaceAll("\\ ", " ")}"]`);
  if (paired) {
    event.preventDefault();
    if (paired instanceof HTMLInputElement) toField(paired);
    else paired.click();
  } else if (Object.hasOwn(SINGLE, event.key) && SINGLE[event.key]()) {
    event.preventDefault();
  }
});
