// Opening with a finger or a face: a passkey of this phone that gives a secret (WebAuthn PRF) and signs nobody in. Nothing
// of it is sent anywhere; without the phone, and whoever it knows, the secret is not to be had.

const INFO = new TextEncoder().encode("tvaers street passkey 1");
const PATIENCE = 60_000; // milliseconds that the phone asks
const random = (length) => crypto.getRandomValues(new Uint8Array(length));

// `name`: "cancelled" (or the passkey is not there) or "unable" (this phone gives no secret).
export class NoPasskeyError extends Error {
  constructor(name) {
    super(name);
    this.name = name;
  }
}

// Whether it makes sense to offer it. Whether the phone gives a secret is known for certain when it has made a passkey.
export async function offered() {
  const it = globalThis.PublicKeyCredential;
  try {
    if (!it || (await it.getClientCapabilities?.())?.["extension:prf"] === false) return false;
    return await it.isUserVerifyingPlatformAuthenticatorAvailable();
  } catch {
    return false;
  }
}

async function asked(work) {
  try {
    return await work();
  } catch (error) {
    throw new NoPasskeyError(["NotAllowedError", "AbortError"].includes(error.name) ? "cancelled" : "unable");
  }
}

const secretIn = (credential) => credential.getClientExtensionResults().prf?.results?.first;

function get({ id, transports, salt }) {
  const publicKey = {
    challenge: random(32), // nobody checks the answer: the secret is the answer
    allowCredentials: [{ type: "public-key", id, ...(transports.length ? { transports } : {}) }],
    userVerification: "required",
    timeout: PATIENCE,
    extensions: { prf: { eval: { first: salt } } },
  };
  return asked(() => navigator.credentials.get({ publicKey }));
}

async function ofSecret(secret, mix) {
  if (!secret) throw new NoPasskeyError("unable");
  const material = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: mix, info: INFO };
  return crypto.subtle.deriveKey(how, material, { name: "AES-GCM", length: 256 }, false, ["wrapKey", "unwrapKey"]);
}

// Makes a passkey. Returns what it is asked by, and the key that it gives. Some phones give the secret only when they are
// asked for the passkey: they ask twice.
export async function make(name) {
  const [salt, mix] = [random(32), random(32)];
  const publicKey = {
    challenge: random(32),
    rp: { name: "Tværs" },
    user: { id: random(32), name, displayName: name },
    pubKeyCredParams: [-7, -8, -257].map((alg) => ({ type: "public-key", alg })),
    // Android gives secrets of passkeys that can be found alone.
    authenticatorSelection: { authenticatorAttachment: "platform", residentKey: "preferred", userVerification: "required" },
    timeout: PATIENCE,
    extensions: { prf: { eval: { first: salt } } },
  };
  const made = await asked(() => navigator.credentials.create({ publicKey }));
  const record = { id: new Uint8Array(made.rawId), transports: made.response.getTransports?.() ?? [], salt, mix };
  try {
    if (!made.getClientExtensionResults().prf?.enabled && !secretIn(made)) throw new NoPasskeyError("unable");
    const own = await ofSecret(secretIn(made) ?? secretIn(await get(record)), mix);
    return { record, own };
  } catch (error) {
    await disown(record);
    throw error;
  }
}

export async function ask(record) {
  return ofSecret(secretIn(await get(record)), record.mix);
}

// Tells the phone that nobody asks for it any more; not every phone listens.
export async function disown(record) {
  const credentialId = btoa(String.fromCharCode(...record.id)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  await globalThis.PublicKeyCredential?.signalUnknownCredential?.({ rpId: location.hostname, credentialId }).catch(() => undefined);
}
