// What the phone keeps, sealed: a random key (AES-GCM) that is wrapped by a sentence of the owner's, and nothing in the
// clear but how many entries wait. The key lives in memory until the lock closes; a copied profile holds sealed bytes.

const NAME = "tvaers-street";
const ITERATIONS = 700_000; // PBKDF2 with SHA-256, above what OWASP asked for in 2025
const text = new TextEncoder();
let key = null;
let opened = null;

export class LockedError extends Error {}
export class WrongSentenceError extends Error {}

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
  opened = await done(request);
  opened.onversionchange = () => {
    opened.close();
    opened = null;
  };
  return opened;
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

async function wrapping(sentence, salt, iterations) {
  const material = await crypto.subtle.importKey("raw", text.encode(sentence), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations };
  return crypto.subtle.deriveKey(how, material, { name: "AES-GCM", length: 256 }, false, ["wrapKey", "unwrapKey"]);
}

async function sealed(about, value) {
  if (!key) throw new LockedError();
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const additionalData = text.encode(about);
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData }, key, text.encode(JSON.stringify(value)));
  return { iv, data };
}

async function unsealed(about, held) {
  if (!key) throw new LockedError();
  const how = { name: "AES-GCM", iv: held.iv, additionalData: text.encode(about) };
  return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(how, key, held.data)));
}

export async function exists() {
  return Boolean(await read("kept", "lock"));
}

export const isOpen = () => key !== null;

// Makes the store anew. Everything is written in one go: there is no store without its lock.
export async function create(sentence, state) {
  const salt = crypto.getRandomValues(new Uint8Array(32));
  const wrap = await wrapping(sentence, salt, ITERATIONS);
  const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, true, ["encrypt", "decrypt"]);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const wrapped = await crypto.subtle.wrapKey("raw", made, wrap, { name: "AES-GCM", iv });
  key = await unwrapped({ salt, iterations: ITERATIONS, iv, wrapped }, wrap);
  const first = await sealed("state", state);
  await writing(["kept"], (transaction) => {
    const kept = transaction.objectStore("kept");
    kept.add({ salt, iterations: ITERATIONS, iv, wrapped }, "lock");
    kept.add(first, "state");
  });
  await navigator.storage?.persist?.();
}

function unwrapped(lock, wrap) {
  const how = { name: "AES-GCM", iv: lock.iv };
  // Not to be taken out again: what runs in the page can use the key, and cannot carry it away.
  return crypto.subtle.unwrapKey("raw", lock.wrapped, wrap, how, "AES-GCM", false, ["encrypt", "decrypt"]);
}

export async function unlock(sentence) {
  const lock = await read("kept", "lock");
  const wrap = await wrapping(sentence, lock.salt, lock.iterations);
  try {
    key = await unwrapped(lock, wrap);
  } catch {
    throw new WrongSentenceError();
  }
}

export function lock() {
  key = null;
}

export async function get(name) {
  const held = await read("kept", name);
  return held ? unsealed(name, held) : undefined;
}

export async function put(name, value) {
  const made = await sealed(name, value);
  await writing(["kept"], (transaction) => transaction.objectStore("kept").put(made, name));
}

// Adds an entry and what the phone knows after it, both or neither. `add` refuses a number that is taken.
export async function append(number, entry, state) {
  const [one, other] = [await sealed(`entry ${number}`, entry), await sealed("state", state)];
  await writing(["entries", "kept"], (transaction) => {
    transaction.objectStore("entries").add(one, number);
    transaction.objectStore("kept").put(other, "state");
  });
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
  key = null;
  opened?.close();
  opened = null;
  await done(indexedDB.deleteDatabase(NAME));
  for (const name of await caches.keys()) if (name.startsWith("street-")) await caches.delete(name);
  localStorage.removeItem("tv-waits");
}
