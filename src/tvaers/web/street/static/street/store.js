// What the phone keeps, sealed: a random key (AES-GCM) that a sentence of the owner's unwraps, and a passkey of the phone
// if there is one. In the clear: how many entries wait, and what a passkey is asked by. The key lives in memory until the
// lock closes; a copied profile holds sealed bytes.

const NAME = "tvaers-street";
const ITERATIONS = 700_000; // PBKDF2 with SHA-256, above what OWASP asked for in 2025
const AES = { name: "AES-GCM", length: 256 };
const text = new TextEncoder();
const aside = new Map(); // sealed, and not on the disk: there was no room
let key = null;
let opened = null;
let tell = () => undefined;

export class LockedError extends Error {}
export class WrongSentenceError extends Error {}
export class GoneError extends Error {}

// `work` is called when everything is taken away from under this tab: by another one, or by the browser.
export function whenGone(work) {
  tell = work;
}

function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function whole(transaction) {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error("aborted"));
    transaction.onerror = () => reject(transaction.error);
  });
}

async function database() {
  if (opened) return opened;
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("kept");
    request.result.createObjectStore("entries");
  };
  const made = await done(request);
  made.onversionchange = () => {
    made.close();
    taken(made);
  };
  made.onclose = () => taken(made);
  opened = made;
  return opened;
}

function taken(from) {
  if (opened !== from) return;
  lock();
  opened = null;
  aside.clear();
  tell();
}

async function read(store, name) {
  return done((await database()).transaction(store).objectStore(store).get(name));
}

// Only what is on the disk counts as kept: a phone may die in the next second.
async function writing(stores, work) {
  const transaction = (await database()).transaction(stores, "readwrite", { durability: "strict" });
  const finished = whole(transaction);
  work(transaction);
  await finished;
}

// --- the key ----------------------------------------------------------------------------------------------------

async function ofSentence(sentence, salt, iterations) {
  const material = await crypto.subtle.importKey("raw", text.encode(sentence), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations };
  return crypto.subtle.deriveKey(how, material, AES, false, ["wrapKey", "unwrapKey"]);
}

// `about` binds a wrapped key to its way; the sentence's is from before there was another.
const how = (iv, about) => ({ name: "AES-GCM", iv, ...(about ? { additionalData: text.encode(about) } : {}) });

async function wrapped(data, wrap, about = "") {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return { iv, wrapped: await crypto.subtle.wrapKey("raw", data, wrap, how(iv, about)) };
}

// Not to be taken out again: what runs in the page can use the key, and cannot carry it away.
function unwrapped(held, wrap, about = "", extractable = false) {
  return crypto.subtle.unwrapKey("raw", held.wrapped, wrap, how(held.iv, about), "AES-GCM", extractable, ["encrypt", "decrypt"]);
}

export async function exists() {
  return Boolean(await read("kept", "lock"));
}

export const isOpen = () => key !== null;

// Makes the store anew. Everything is written in one go: there is no store without its lock. Returns what opens it once
// more, for a passkey to be added; whoever has it can take the key out, so it is not kept.
export async function create(sentence, state) {
  const salt = crypto.getRandomValues(new Uint8Array(32));
  const wrap = await ofSentence(sentence, salt, ITERATIONS);
  const data = await crypto.subtle.generateKey(AES, true, ["encrypt", "decrypt"]);
  const held = { salt, iterations: ITERATIONS, ...(await wrapped(data, wrap)) };
  const made = await unwrapped(held, wrap);
  const first = await sealed("state", state, made);
  await writing(["kept"], (transaction) => {
    const kept = transaction.objectStore("kept");
    kept.add(held, "lock");
    kept.add(first, "state");
  });
  key = made;
  await navigator.storage?.persist?.();
  return wrap;
}

// Proves the sentence; returns the same as `create`.
export async function prove(sentence) {
  const held = await read("kept", "lock");
  if (!held) throw new GoneError();
  const wrap = await ofSentence(sentence, held.salt, held.iterations);
  try {
    return [wrap, await unwrapped(held, wrap)];
  } catch {
    throw new WrongSentenceError();
  }
}

export async function unlock(sentence) {
  const [wrap, made] = await prove(sentence);
  key = made;
  return wrap;
}

export function lock() {
  key = null;
}

// What the passkey is asked by, in the clear: its id and two salts.
export const passkey = () => read("kept", "passkey");

// `wrap`: of `create` or `prove`. `record`, `own`: of a passkey.
export async function addPasskey(wrap, record, own) {
  const data = await unwrapped(await read("kept", "lock"), wrap, "", true);
  const held = { ...record, ...(await wrapped(data, own, "passkey")) };
  await writing(["kept"], (transaction) => transaction.objectStore("kept").put(held, "passkey"));
}

export async function removePasskey() {
  await writing(["kept"], (transaction) => transaction.objectStore("kept").delete("passkey"));
}

export async function unlockWith(held, own) {
  key = await unwrapped(held, own, "passkey");
}

// --- what is sealed ---------------------------------------------------------------------------------------------

async function sealed(about, value, by = key) {
  if (!by) throw new LockedError();
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return { iv, data: await crypto.subtle.encrypt(how(iv, about), by, text.encode(JSON.stringify(value))) };
}

async function unsealed(about, held) {
  if (!key) throw new LockedError();
  return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(how(held.iv, about), key, held.data)));
}

export async function get(name) {
  const held = aside.get(name) ?? (await read("kept", name));
  return held ? unsealed(name, held) : undefined;
}

export async function put(name, value) {
  const made = await sealed(name, value);
  await writing(["kept"], (transaction) => transaction.objectStore("kept").put(made, name));
}

// What is half written. Where the disk has no room, it is sealed all the same: the lock waits for nothing.
export async function putDraft(value) {
  const made = await sealed("draft", value);
  try {
    await writing(["kept"], (transaction) => transaction.objectStore("kept").put(made, "draft"));
    aside.delete("draft");
  } catch {
    aside.set("draft", made);
  }
}

export async function dropDraft() {
  aside.delete("draft");
  await writing(["kept"], (transaction) => transaction.objectStore("kept").delete("draft"));
}

// Adds an entry and what the phone knows after it, and takes its draft away: all or nothing. `add` refuses a number that
// is taken.
export async function append(number, entry, state) {
  const [one, other] = [await sealed(`entry ${number}`, entry), await sealed("state", state)];
  await writing(["entries", "kept"], (transaction) => {
    transaction.objectStore("entries").add(one, number);
    transaction.objectStore("kept").put(other, "state");
    transaction.objectStore("kept").delete("draft");
  });
  aside.delete("draft");
}

export async function numbers() {
  return done((await database()).transaction("entries").objectStore("entries").getAllKeys());
}

export async function entry(number) {
  const held = await read("entries", number);
  return held ? unsealed(`entry ${number}`, held) : undefined;
}

export async function remove(gone) {
  await writing(["entries"], (transaction) => {
    for (const number of gone) transaction.objectStore("entries").delete(number);
  });
}

// Everything, also what only the browser keeps for us.
export async function wipe() {
  lock();
  aside.clear();
  const former = opened;
  opened = null;
  former?.close();
  await done(indexedDB.deleteDatabase(NAME));
  for (const name of await caches.keys()) if (name.startsWith("street-")) await caches.delete(name);
  localStorage.removeItem("tv-waits");
}
