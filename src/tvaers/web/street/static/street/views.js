// What the log shows of itself: the shift under way, or what one can start; and what the network says.

import * as outbox from "./outbox.js";
import { offered } from "./passkey.js";
import { chip, clock, line, list, reveal, say, show, shown, write } from "./screens.js";
import { exchange, expired, session } from "./server.js";
import * as store from "./store.js";

const told = document.body.dataset;
const HALF_AN_HOUR = 30 * 60_000;
// A planned shift that ended longer ago is not offered to a phone that has heard nothing since.
const LATE = 4 * HALF_AN_HOUR;
// What a tap on "Correction" leads to; shift.js says it.
export const doors = { correct: () => undefined };

export const plainTitle = () => document.title.split(" – ")[0];

// Asks the server and sends what waits. Never throws for a network that is not there, nor for a lock that closed meanwhile.
export async function call() {
  if (!store.isOpen()) return;
  try {
    const outcome = await exchange();
    if (outcome === "other") return show("other");
    if (outcome === "forget") return await forget();
    if (shown() === "expired" && !(await expired())) await home();
    await refresh();
  } catch (error) {
    if (store.isOpen()) throw error;
  }
}

export async function forget() {
  await store.wipe();
  const registration = await navigator.serviceWorker?.getRegistration("/street/");
  await registration?.unregister();
  blank();
  show("gone");
}

// Takes everything off the page, also what is not to be seen just now.
export function blank() {
  for (const each of document.forms) each.reset();
  for (const each of document.querySelectorAll("[data-list]")) each.replaceChildren();
  for (const name of ["said", "stop-title", "stop-names", "end-names", "placed", "until"]) write(name, "");
  write("title", plainTitle());
  write("net", "");
}

export async function refresh() {
  if (!store.isOpen()) return;
  const waits = new Set(await outbox.waiting());
  const state = await store.get("state");
  const spoken = { offline: told.offline, "sign-in": told.signin, failed: told.failed };
  const waiting = waits.size === 1 ? told.waitsOne : say("waits", waits.size);
  write("net", spoken[session.status] ?? (waits.size ? waiting : told.sent));
  write("count", waits.size ? waiting : told.sent);
  write("until", state.shift?.home ? say("homeAt", clock(state.shift.home)) : "");
  reveal("sealed", waits.size > 0);
  reveal("leave-waits", waits.size > 0);
  reveal("refused", (state.refused ?? []).length > 0);
  reveal("call", session.status === "sign-in");
  const log = state.log ?? [];
  const corrected = new Set(log.map((each) => each.corrects));
  list("log").replaceChildren(...[...log].reverse().map((each) => row(each, waits.has(each.seq), corrected.has(each.id))));
}

function row(each, waits, isCorrected) {
  const fix = each.kind === "stop" && !isCorrected ? Object.assign(document.createElement("button"), { className: "s-link", type: "button" }) : null;
  if (fix) {
    fix.textContent = told.correct;
    fix.setAttribute("aria-label", `${told.correct}: ${clock(each.at)} ${each.text}`);
    fix.addEventListener("click", () => void doors.correct(each));
  }
  const small = [isCorrected ? told.corrected : "", each.corrects ? told.corrects : "", each.small].filter(Boolean).join(", ");
  return line({ at: each.at, text: each.text, small, state: waits ? told.waiting : told.done, waits, fix });
}

export async function home() {
  const state = await store.get("state");
  if (await expired()) return show("expired");
  write("title", state.shift ? state.shift.name : plainTitle());
  reveal("noted", false);
  if (state.shift) {
    reveal("may-passkey", Boolean(await store.passkey()) || (await offered()));
    await refresh();
    document.querySelector('[data-screen="shift"] details').open = false;
    return show("shift");
  }
  await offerShifts();
  return show("start");
}

async function offerShifts() {
  const begins = (await store.get("begins")) ?? { shifts: [], colleagues: [], places: [], said: "" };
  const { member } = await store.get("state");
  reveal("said-box", Boolean(begins.said));
  write("said", begins.said);
  const planned = begins.shifts.filter((each) => Date.parse(each.until) + LATE > Date.now());
  list("shifts").replaceChildren(
    ...planned.map((each, at) =>
      chip({ type: "radio", name: "shift", value: each.id, text: [each.hours, each.name].filter(Boolean).join(" "), checked: at === 0 }),
    ),
    chip({ type: "radio", name: "shift", value: "", text: told.unplanned, checked: !planned.length }),
  );
  list("backup").replaceChildren(...begins.colleagues.map((each) => new Option(each.name, each.id)));
  offerTeam(begins, planned[0], member);
  write("start-do", say("startAt", clock(Date.now())));
}

// Who goes and when it ends, as the chosen shift has it.
function offerTeam(begins, planned, member) {
  const team = new Set(planned?.team ?? [member]);
  list("team").replaceChildren(
    ...begins.colleagues
      .filter((each) => each.walks)
      .map((each) => chip({ type: "checkbox", name: "team", value: each.id, text: each.name, checked: team.has(each.id) })),
  );
  const next = Math.ceil((Date.now() + HALF_AN_HOUR) / HALF_AN_HOUR) * HALF_AN_HOUR;
  const until = Math.max(planned ? Date.parse(planned.until) : next + 7 * HALF_AN_HOUR, next);
  const hours = [until - 2 * HALF_AN_HOUR, until, until + 2 * HALF_AN_HOUR].map((at) => Math.max(at, next));
  list("home").replaceChildren(
    ...[...new Set(hours)].map((at) => chip({ type: "radio", name: "home", value: at, text: clock(at), checked: at === until })),
  );
  reveal("unplanned", !planned);
}

export async function shiftChosen(id) {
  const begins = await store.get("begins");
  const { member } = await store.get("state");
  offerTeam(begins, begins.shifts.find((each) => each.id === id), member);
}
