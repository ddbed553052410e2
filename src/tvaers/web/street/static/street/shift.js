// The street log: one shift from start to end, on a phone that may have no network.

import * as outbox from "./outbox.js";
import { chip, clock, line, list, place, reveal, say, show, shown, words, write } from "./screens.js";
import * as store from "./store.js";

const told = document.body.dataset;
const addresses = { begins: told.begins, entries: told.entries, phone: told.phone };
const NUMBER = /[0-9]{6}[ \u00a0\u2010-\u2015\u2212-]{0,3}[0-9]{4}/; // foundation/unnamed.py
const EVERY = 20_000; // milliseconds between two tries while something waits
const HALF_AN_HOUR = 30 * 60_000;
let token = "";
let point = null;
let corrects = null;
let status = "";

// --- the network ------------------------------------------------------------------------------------------------

async function begin() {
  const answer = await fetch(addresses.begins, { cache: "no-store", redirect: "manual" });
  if (!answer.ok) return null;
  const begins = await answer.json();
  token = begins.token;
  return begins;
}

// Asks the server, keeps what it says, and sends what waits. Never throws for a network that is not there.
async function call() {
  try {
    await calling();
  } catch (error) {
    // The lock closed meanwhile; what waits is sent when it is opened again.
    if (!(error instanceof store.LockedError)) throw error;
  }
}

async function calling() {
  if (!store.isOpen()) return;
  let begins = null;
  try {
    begins = await begin();
    status = begins ? "sent" : "sign-in";
  } catch {
    status = "offline";
  }
  if (begins) {
    const { member } = await store.get("state");
    if (member !== begins.member) return show("other");
    await store.put("begins", begins);
    status = await outbox.send(addresses, () => token);
    if (status === "forget") return forget();
    if (shown() === "expired" && !(await expired())) await home();
  }
  await refresh();
}

async function expired() {
  return Date.now() > (await store.get("state")).until;
}

async function forget() {
  await store.wipe();
  const registration = await navigator.serviceWorker?.getRegistration("/street/");
  await registration?.unregister();
  write("net", "");
  show("gone");
}

// --- what is shown ----------------------------------------------------------------------------------------------

async function refresh() {
  if (!store.isOpen()) return;
  const waits = new Set(await outbox.waiting());
  const state = await store.get("state");
  const spoken = { offline: told.offline, "sign-in": told.signin, failed: told.failed };
  const waiting = waits.size === 1 ? told.waitsOne : say("waits", waits.size);
  write("net", spoken[status] ?? (waits.size ? waiting : told.sent));
  write("count", waits.size ? waiting : told.sent);
  reveal("sealed", waits.size > 0);
  reveal("refused", (state.refused ?? []).length > 0);
  reveal("call", status === "sign-in");
  list("log").replaceChildren(...[...(state.log ?? [])].reverse().map((each) => row(each, waits)));
}

function row(each, waits) {
  const fix = each.kind === "stop" ? Object.assign(document.createElement("button"), { className: "s-link", type: "button" }) : null;
  if (fix) {
    fix.textContent = told.corrects;
    fix.addEventListener("click", () => newStop(each));
  }
  return line({ at: each.at, text: each.text, small: each.small, state: waits.has(each.seq) ? told.waiting : told.done, fix });
}

async function home() {
  const state = await store.get("state");
  if (await expired()) return show("expired");
  write("title", state.shift ? state.shift.name : document.title.split(" – ")[0]);
  if (state.shift) {
    await refresh();
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
  const shifts = begins.shifts.map((each, at) =>
    chip({ type: "radio", name: "shift", value: each.id, text: [each.hours, each.name].filter(Boolean).join(" "), checked: at === 0 }),
  );
  list("shifts").replaceChildren(
    ...shifts,
    chip({ type: "radio", name: "shift", value: "", text: told.unplanned, checked: !shifts.length }),
  );
  const team = new Set(begins.shifts[0]?.team ?? [member]);
  list("team").replaceChildren(
    ...begins.colleagues
      .filter((each) => each.walks)
      .map((each) => chip({ type: "checkbox", name: "team", value: each.id, text: each.name, checked: team.has(each.id) })),
  );
  list("backup").replaceChildren(...begins.colleagues.map((each) => new Option(each.name, each.id)));
  const next = Math.ceil((Date.now() + HALF_AN_HOUR) / HALF_AN_HOUR) * HALF_AN_HOUR;
  const planned = begins.shifts[0] ? Date.parse(begins.shifts[0].until) : next + 7 * HALF_AN_HOUR;
  const hours = [planned - 2 * HALF_AN_HOUR, planned, planned + 2 * HALF_AN_HOUR].map((at) => Math.max(at, next));
  list("home").replaceChildren(
    ...[...new Set(hours)].map((at) => chip({ type: "radio", name: "home", value: at, text: clock(at), checked: at === Math.max(planned, next) })),
  );
  reveal("unplanned", !shifts.length);
  write("start-do", say("startAt", clock(Date.now())));
}

// --- writing ----------------------------------------------------------------------------------------------------

// Keeps an entry and a line of it; the screen goes on only when it lies on the disk.
async function keep(kind, facts, seen, more = (state) => state) {
  const { shift } = await store.get("state");
  await outbox.append(kind, shift?.id ?? seen.shift, facts, (state, said) =>
    more({ ...state, log: [...(state.log ?? []), { seq: said.seq, id: said.id, at: said.at, kind, ...seen.line }].slice(-200) }, said),
  );
  void call();
}

async function start(form) {
  const data = new FormData(form);
  const begins = (await store.get("begins")) ?? { shifts: [], places: [] };
  const team = data.getAll("team");
  if (team.length < 2) return write("start-error", words("alone"));
  write("start-error", "");
  const planned = begins.shifts.find((each) => each.id === data.get("shift"));
  const shift = { id: planned?.id ?? outbox.uuid7(), name: planned?.name || told.unplanned, areas: planned?.areas ?? [], at: Date.now() };
  const home = new Date(Number(data.get("home"))).toISOString();
  const facts = { home, backup: (!planned && data.get("backup")) || null, team, areas: shift.areas };
  await keep("start", facts, { shift: shift.id, line: { text: told.began } }, (state) => ({ ...state, shift, log: state.log.slice(-1) }));
  return home_();
}

const home_ = () => home();

async function newStop(former = null) {
  const { shift, last } = await store.get("state");
  const begins = (await store.get("begins")) ?? { places: [] };
  document.getElementById("stop").reset();
  write("stop-error", "");
  write("placed", "");
  point = null;
  corrects = former?.id ?? null;
  write("stop-title", former ? `${told.corrects}: ${former.text}` : `${told.stop} ${clock(Date.now())}`);
  const mine = begins.places.filter((each) => shift.areas.includes(each.id));
  const chosen = former?.area ?? last;
  list("places").replaceChildren(
    ...(mine.length ? mine : begins.places).map((each) =>
      chip({ type: "radio", name: "area", value: each.id, text: each.name, checked: each.id === chosen }),
    ),
  );
  show("stop");
}

const whole = (text) => (/^\d{1,3}$/.test(text) ? Math.min(Number(text), 200) : null);

function stopFacts(data) {
  return {
    area: data.get("area") || null,
    point,
    heads: ["h0", "h1", "h2"].map((name) => whole(data.get(name).trim())),
    counting: data.get("counting"),
    basis: data.get("basis"),
    mood: Number(data.get("mood")) || null,
    talks: data.get("talks") || "",
    words: data.get("words").trim(),
    ...Object.fromEntries(["activities", "offered", "accepted", "incidents"].map((name) => [name, data.getAll(name)])),
    ...(corrects ? { corrects } : {}),
  };
}

async function saveStop(form) {
  const data = new FormData(form);
  if (NUMBER.test(data.get("words"))) return write("stop-error", told.number);
  const facts = stopFacts(data);
  const counted = facts.heads.filter((each) => each !== null);
  const total = counted.reduce((sum, each) => sum + each, 0);
  const many = total === 1 ? told.person : total ? say("people", total) : told.nobody;
  const mood = form.querySelector('[name="mood"]:checked')?.nextElementSibling.textContent ?? "";
  const text = form.querySelector('[name="area"]:checked')?.nextElementSibling.textContent ?? told.stop;
  const small = [counted.length ? many : "", mood.toLowerCase(), facts.words].filter(Boolean).join(", ");
  await keep("stop", facts, { line: { text, small, area: facts.area } }, (state) => ({ ...state, last: facts.area }));
  form.reset();
  return home();
}

async function end(form) {
  const data = new FormData(form);
  const facts = { method: data.getAll("method") };
  for (const name of ["went_well", "was_hard", "next_time", "supervision"]) facts[name] = data.get(name).trim();
  if (Object.values(facts).some((each) => NUMBER.test(String(each)))) return write("end-error", told.number);
  await keep("end", facts, { line: { text: told.ended } }, (state) => ({ ...state, shift: null }));
  form.reset();
  return home();
}

function whereAmI() {
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      point = [Number(coords.latitude.toFixed(3)), Number(coords.longitude.toFixed(3))];
      write("placed", told.placed);
    },
    () => write("placed", told.unplaced),
    { enableHighAccuracy: false, timeout: 10_000, maximumAge: 60_000 },
  );
}

async function worry() {
  if (navigator.onLine && (status === "sent" || status === "busy")) {
    location.assign(told.concern);
    return;
  }
  await keep("reminder", {}, { line: { text: told.reminder } });
  reveal("noted", true);
}

// --- opening and closing ----------------------------------------------------------------------------------------

async function setUp(form) {
  const [sentence, again] = [form.elements.new.value, form.elements.again.value];
  if (sentence.length < 10 || /^\d+$/.test(sentence)) return write("setup-error", words("short"));
  if (sentence !== again) return write("setup-error", words("different"));
  write("setup-error", "");
  try {
    const begins = await begin();
    const made = begins && (await fetch(addresses.phone, { method: "POST", body: new URLSearchParams({ csrfmiddlewaretoken: token, form: crypto.randomUUID() }), redirect: "error" }));
    if (!made?.ok) return write("setup-error", words("nonet"));
    const { device, lease } = await made.json();
    await store.create(sentence, { seq: 0, prev: outbox.FIRST, device, until: Date.now() + lease, member: begins.member, log: [], shift: null });
    await store.put("begins", begins);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return write("setup-error", words("nonet"));
  }
  form.reset();
  status = "sent";
  await home();
  return refresh();
}

async function open(form) {
  write("unlock-error", "");
  try {
    await store.unlock(form.elements.sentence.value);
  } catch (error) {
    if (!(error instanceof store.WrongSentenceError)) throw error;
    form.elements.sentence.select();
    return write("unlock-error", words("wrong"));
  } finally {
    touched = Date.now();
  }
  form.reset();
  await home();
  const draft = await store.get("draft");
  if (draft && (await store.get("state")).shift) await takeUp(draft);
  await call();
  if (location.hash === "#leave") await leave();
}

// What was half written when the lock closed is sealed, and taken off the screen.
async function close() {
  if (!store.isOpen()) return;
  const form = shown() === "stop" || shown() === "end" ? document.getElementById(shown()) : null;
  if (form) await store.put("draft", { screen: shown(), point, corrects, fields: [...new FormData(form)] });
  store.lock();
  for (const each of document.forms) each.reset();
  list("log").replaceChildren();
  write("title", document.title.split(" – ")[0]);
  write("net", words("seal"));
  show("unlock");
}

async function takeUp(draft) {
  if (draft.screen === "stop") await newStop();
  else show("end");
  const form = document.getElementById(draft.screen);
  for (const [name, value] of draft.fields) {
    for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (field.type === "radio" || field.type === "checkbox") field.checked ||= field.value === value;
      else field.value = value;
    }
  }
  [point, corrects] = [draft.point, draft.corrects];
  await store.put("draft", null);
}

async function leave() {
  reveal("leave-waits", (await outbox.waiting()).length > 0);
  show("leave");
}

async function signOut() {
  await forget();
  if (!token) return;
  const form = Object.assign(document.createElement("form"), { method: "post", action: told.logout, hidden: true });
  document.body.append(form);
  form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "csrfmiddlewaretoken", value: token }));
  form.submit();
}

const DO = {
  stop: () => newStop(),
  end: () => show("end"),
  back: () => home().then(call),
  lock: () => close(),
  place: () => whereAmI(),
  retry: () => call(),
  worry: () => worry(),
  leave: () => leave(),
  forget: () => signOut(),
  later: () => keep("later", { home: new Date(Date.now() + HALF_AN_HOUR).toISOString() }, { line: { text: told.later, small: clock(Date.now() + HALF_AN_HOUR) } }).then(refresh),
};
// A planned shift has its back-up.
document.getElementById("start").addEventListener("change", ({ target }) => {
  if (target.name === "shift") reveal("unplanned", !target.value);
});

const SUBMIT = { setup: setUp, unlock: open, start, stop: saveStop, end };

let touched = Date.now();
for (const name of ["pointerdown", "keydown", "input"]) document.addEventListener(name, () => (touched = Date.now()), { capture: true });

document.addEventListener("click", (event) => {
  const { less, more } = event.target.dataset ?? {};
  if (less ?? more) {
    const field = document.getElementById(less ?? more);
    const now = whole(field.value.trim());
    field.value = String(Math.min(200, Math.max(0, (now ?? 0) + (more ? 1 : -1))));
  }
  const what = event.target.closest?.("[data-do]")?.dataset.do;
  if (what) void DO[what]();
});

let busy = false;
document.addEventListener("submit", async (event) => {
  if (!Object.hasOwn(SUBMIT, event.target.id)) return;
  event.preventDefault();
  if (busy) return;
  busy = true;
  try {
    await SUBMIT[event.target.id](event.target);
  } finally {
    busy = false;
  }
});

const limit = Number(told.lock) * 60_000;
setInterval(() => {
  if (store.isOpen() && Date.now() - touched > limit) void close();
}, 5_000);
setInterval(() => void call(), EVERY);
window.addEventListener("online", () => void call());
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible" && Date.now() - touched > limit) void close();
});

async function arrive() {
  await navigator.serviceWorker?.register(told.worker, { scope: "/street/" }).catch(() => undefined);
}

show((await store.exists()) ? "unlock" : "setup");
document.body.dataset.ready = "1";
void arrive();
