// Asks the browser for a key when a form with data-key is sent, and sends what it gives along.

const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (character) => character.charCodeAt(0));

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

const known = (keys) => (keys ?? []).map((key) => ({ ...key, id: bytes(key.id) }));

const ways = {
  create: (options) =>
    navigator.credentials.create({
      publicKey: {
        ...options,
        challenge: bytes(options.challenge),
        user: { ...options.user, id: bytes(options.user.id) },
        excludeCredentials: known(options.excludeCredentials),
      },
    }),
  get: (options) =>
    navigator.credentials.get({
      publicKey: {
        ...options,
        challenge: bytes(options.challenge),
        allowCredentials: known(options.allowCredentials),
      },
    }),
};

// The answers of the two ways, in the names of the standard.
const PARTS = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];

function written(credential) {
  const parts = PARTS.filter((name) => credential.response[name]);
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment ?? undefined,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: Object.fromEntries(parts.map((name) => [name, text(credential.response[name])])),
  });
}

const WORDS = {
  AbortError: "cancelled",
  NotAllowedError: "cancelled",
  InvalidStateError: "known",
  SecurityError: "elsewhere",
};

async function ask(form) {
  const said = form.querySelector("[data-said]");
  said.textContent = said.dataset.waiting;
  form.setAttribute("aria-busy", "true");
  try {
    const credential = await ways[form.dataset.key](JSON.parse(form.dataset.options));
    form.elements.credential.value = written(credential);
    form.submit();
  } catch (error) {
    form.removeAttribute("aria-busy");
    said.textContent = said.dataset[WORDS[error.name] ?? "unable"];
  }
}

for (const form of document.querySelectorAll("form[data-key]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (form.getAttribute("aria-busy") !== "true") ask(form);
  });
}
