// What the log says to the server and hears from it. A network that is not there is no error.

import * as outbox from "./outbox.js";
import * as store from "./store.js";

const told = document.body.dataset;
const PATIENCE = 15_000; // milliseconds
// status: how it went last. token: to send with.
export const session = { status: "", token: "" };

export async function begin() {
  try {
    const answer = await fetch(told.begins, { cache: "no-store", redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
    const { state, told: begins } = await outbox.read(answer);
    if (begins) session.token = begins.token;
    return { state, begins };
  } catch (error) {
    if (!outbox.isAway(error)) throw error;
    return { state: "offline" };
  }
}

// Makes the phone known; returns its id and how long it is trusted, or nothing where the server was not to be had.
export async function register() {
  const fields = { csrfmiddlewaretoken: session.token, form: crypto.randomUUID() };
  try {
    const answer = await fetch(told.phone, { method: "POST", body: new URLSearchParams(fields), redirect: "error" });
    return (await outbox.read(answer)).told;
  } catch (error) {
    if (!outbox.isAway(error)) throw error;
    return undefined;
  }
}

// Asks the server, keeps what it says, and sends what waits. Returns how it went, as outbox.send does, or "other": it is
// not who made this phone ready that is signed in.
export async function exchange() {
  const { state, begins } = await begin();
  session.status = state;
  if (!begins) return state;
  const { member } = await store.get("state");
  if (member !== begins.member) return "other";
  try {
    await store.put("begins", begins);
  } catch (error) {
    // Where there is no room, what waits is sent all the same: that makes room.
    if (error instanceof store.LockedError) throw error;
  }
  session.status = await outbox.send({ entries: told.entries }, () => session.token);
  return session.status;
}

// Whether the server's trust has run out. A clock that was ahead when it was given is not believed for longer.
export async function expired() {
  const { until, lease } = await store.get("state");
  const most = Date.now() + (lease ?? 0);
  if (lease && until > most) await outbox.change((state) => ({ ...state, until: most })).catch(() => undefined);
  return Date.now() > until;
}
