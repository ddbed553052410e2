// What was written and waits: appended in order with a number, an id and the hash of the one before; sent in order;
// forgotten only when the server has acknowledged that very content.

import * as store from "./store.js";

const AT_ONCE = 20;
const PATIENCE = 30_000; // milliseconds for one answer of the server
const text = new TextEncoder();
const hex = (bytes) => Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");

export async function digest(body) {
  return hex(await crypto.subtle.digest("SHA-256", text.encode(body)));
}

// UUID version 7 (RFC 9562): milliseconds first, the rest at random.
export function uuid7(now = Date.now()) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (let at = 0; at < 6; at += 1) bytes[at] = Math.floor(now / 2 ** (8 * (5 - at))) % 256;
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const all = hex(bytes);
  return [all.slice(0, 8), all.slice(8, 12), all.slice(12, 16), all.slice(16, 20), all.slice(20)].join("-");
}

export const FIRST = "00".repeat(32);

const inTurn = (work) => navigator.locks.request("tvaers-street", work);

// Two tabs, or two taps, append one after the other. `change` makes the phone's new state of the old one. `id`: of the
// form that it was written in; taken up in two tabs and saved twice, it is one entry.
export function append(kind, shift, facts, change = (state) => state, id = uuid7()) {
  return inTurn(async () => {
    const state = await store.get("state");
    if (state.log?.some((each) => each.id === id)) return null;
    const seq = state.seq + 1;
    const said = { id, seq, prev: state.prev, kind, at: new Date().toISOString(), shift, facts };
    const body = JSON.stringify(said);
    const made = await digest(body);
    warn(true);
    try {
      await store.append(seq, { body, digest: made }, change({ ...state, seq, prev: made }, said));
    } catch (error) {
      await note();
      throw error;
    }
    return said;
  });
}

export async function change(work) {
  return inTurn(async () => {
    const state = work(await store.get("state"));
    await store.put("state", state);
    return state;
  });
}

// Where to go before somebody signs out on another page, which would make the phone forget what waits. Said before it
// waits: a phone may die between the two.
function warn(waits) {
  if (waits) localStorage.setItem("tv-waits", `${location.pathname}#leave`);
  else localStorage.removeItem("tv-waits");
}

async function note() {
  warn((await store.numbers()).length > 0);
}

export async function waiting() {
  return store.numbers();
}

async function post(address, token, fields) {
  const answer = await fetch(address, {
    method: "POST",
    body: new URLSearchParams({ csrfmiddlewaretoken: token, ...fields }),
    redirect: "manual",
    cache: "no-store",
    signal: AbortSignal.timeout(PATIENCE),
  });
  return read(answer);
}

// What an answer of the server says. What is no answer of ours, such as a network that wants to be paid, says nothing.
export async function read(answer) {
  if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) return { state: "sign-in" };
  if (!answer.ok) return { state: "failed" };
  try {
    return { state: "sent", told: await answer.json() };
  } catch (error) {
    if (error instanceof SyntaxError) return { state: "failed" };
    throw error;
  }
}

export const isAway = (error) => error instanceof TypeError || error.name === "TimeoutError" || error.name === "AbortError";

// Sends what waits and calls the server at the least once. Returns how it went: "sent", "offline", "sign-in", "failed",
// "forget" (the server wants all of it gone, and all of it was sent). One sender at a time; a second one does nothing.
export function send(addresses, token) {
  return navigator.locks.request("tvaers-street-send", { ifAvailable: true }, async (lock) => {
    if (!lock) return "busy";
    try {
      return await sendAll(addresses, token);
    } catch (error) {
      if (error instanceof store.LockedError) return "locked";
      if (isAway(error)) return "offline";
      throw error;
    }
  });
}

async function sendAll(addresses, token) {
  const { device, refused: known = [] } = await store.get("state");
  const refused = new Set(known);
  const tried = new Set();
  for (;;) {
    const all = (await store.numbers()).filter((number) => !refused.has(number));
    // What the server neither took nor refused is not sent again at once, and stands in nobody's way.
    const asked = all.filter((number) => !tried.has(number)).slice(0, AT_ONCE);
    const [numbers, batch] = await readable(asked, refused);
    for (const number of asked) tried.add(number);
    const fields = {
      device,
      entries: JSON.stringify(batch),
      left: String(all.length - batch.length),
      now: new Date().toISOString(),
    };
    const { state, told } = await post(addresses.entries, token(), fields);
    if (state !== "sent") return state;
    await taken(numbers, batch, told.acknowledged);
    for (const each of told.refused) refused.add(each.sequence);
    await renew(told.lease, [...refused]);
    if (told.forget) return "forget";
    if (all.every((number) => tried.has(number))) return told.acknowledged.length || !batch.length ? "sent" : "failed";
  }
}

// An entry that the disk has damaged is not sent, and keeps no other from being sent.
async function readable(numbers, refused) {
  const [whole, batch] = [[], []];
  for (const number of numbers) {
    try {
      batch.push(await store.entry(number));
      whole.push(number);
    } catch (error) {
      if (error instanceof store.LockedError) throw error;
      refused.add(number);
    }
  }
  return [whole, batch];
}

// There may be no room for it: what waits is sent all the same, which makes room.
async function renew(lease, refused) {
  try {
    await change((held) => ({ ...held, until: Date.now() + lease, lease, refused }));
  } catch (error) {
    if (error instanceof store.LockedError) throw error;
  }
}

// What was refused is tried again when the log is opened: the server may have been put right.
export async function forgive() {
  const { refused = [] } = await store.get("state");
  if (refused.length) await change((held) => ({ ...held, refused: [] }));
}

async function taken(numbers, batch, acknowledged) {
  const digests = new Map(acknowledged.map((each) => [each.sequence, each.digest]));
  const gone = numbers.filter((number, at) => digests.get(number) === batch[at].digest);
  await inTurn(async () => {
    if (gone.length) await store.remove(gone);
    await note();
  });
}
