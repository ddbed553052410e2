// What is written in the street: a shift begun, stops, a later hour, and the end. It is kept before the screen goes on.

import { likelyNames, looksLikeNumber } from "./names.js";
import * as outbox from "./outbox.js";
import { chip, clock, list, reveal, say, show, shown, words, write } from "./screens.js";
import { session } from "./server.js";
import * as store from "./store.js";
import { call, home, refresh } from "./views.js";

const told = document.body.dataset;
const HALF_AN_HOUR = 30 * 60_000;
const SAID = ["went_well", "was_hard", "next_time", "supervision"];
const LISTS = ["activities", "offered", "accepted", "incidents"];
const TEXTS = { stop: ["words"], end: SAID };
// Of the form that is open: its id, where the phone says it is, and what it corrects.
const open = { id: "", point: null, corrects: null };

// Keeps an entry and a line of it; the screen goes on only when it lies on the disk.
async function keep(kind, facts, seen, { more = (state) => state, id } = {}) {
  const { shift } = await store.get("state");
  const added = (state, said) =>
    more({ ...state, log: [...(state.log ?? []), { seq: said.seq, id: said.id, at: said.at, kind, ...seen.line }].slice(-200) }, said);
  await outbox.append(kind, shift?.id ?? seen.shift, facts, added, id);
  void call();
}

export async function start(form) {
  const data = new FormData(form);
  const begins = (await store.get("begins")) ?? { shifts: [], places: [] };
  const team = data.getAll("team");
  if (team.length < 2) return write("start-error", words("alone"));
  write("start-error", "");
  const planned = begins.shifts.find((each) => each.id === data.get("shift"));
  const until = Number(data.get("home"));
  const shift = { id: planned?.id ?? outbox.uuid7(), name: planned?.name || told.unplanned, areas: planned?.areas ?? [], at: Date.now(), home: until };
  const facts = { home: new Date(until).toISOString(), backup: (!planned && data.get("backup")) || null, team, areas: shift.areas };
  await keep("start", facts, { shift: shift.id, line: { text: told.began } }, { more: (state) => ({ ...state, shift, log: state.log.slice(-1) }) });
  return home();
}

// --- a stop -----------------------------------------------------------------------------------------------------

export async function newStop(former = null) {
  const { shift, last } = await store.get("state");
  const begins = (await store.get("begins")) ?? { places: [] };
  document.getElementById("stop").reset();
  write("stop-error", "");
  asks("stop", "");
  Object.assign(open, { id: outbox.uuid7(), point: former?.facts?.point ?? null, corrects: former?.id ?? null });
  write("placed", open.point ? told.placed : "");
  write("stop-title", former ? `${told.corrects}: ${clock(former.at)} ${former.text}` : `${told.stop} ${clock(Date.now())}`);
  const mine = begins.places.filter((each) => shift.areas.includes(each.id));
  const chosen = former ? former.area : last;
  list("places").replaceChildren(
    ...(mine.length ? mine : begins.places).map((each) =>
      chip({ type: "radio", name: "area", value: each.id, text: each.name, checked: each.id === chosen }),
    ),
  );
  if (former?.facts) fill(document.getElementById("stop"), fieldsOf(former.facts));
  show("stop");
}

export const whole = (text) => (/^\d{1,3}$/.test(text) ? Math.min(Number(text), 200) : null);

function stopFacts(data) {
  return {
    area: data.get("area") || null,
    point: open.point,
    heads: ["h0", "h1", "h2"].map((name) => whole(data.get(name).trim())),
    counting: data.get("counting"),
    basis: data.get("basis"),
    mood: Number(data.get("mood")) || null,
    talks: data.get("talks") || "",
    again: data.get("again") || "",
    words: data.get("words").trim(),
    ...Object.fromEntries(LISTS.map((name) => [name, data.getAll(name)])),
    ...(open.corrects ? { corrects: open.corrects } : {}),
  };
}

// The fields of a stop's form, as FormData gives them.
function fieldsOf(facts) {
  return [
    ...facts.heads.map((each, at) => [`h${at}`, String(each ?? "")]),
    ...["area", "counting", "basis", "mood", "talks", "again", "words"].map((name) => [name, String(facts[name] ?? "")]),
    ...LISTS.flatMap((name) => facts[name].map((each) => [name, each])),
  ];
}

function fill(form, fields) {
  for (const [name, value] of fields) {
    for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (field.type === "radio" || field.type === "checkbox") field.checked ||= field.value === value;
      else field.value = value;
    }
  }
  for (const more of form.querySelectorAll("details")) more.open = more.querySelector('[type="checkbox"]:checked, [name="talks"]:checked, [name="again"]:not([value=""]):checked') !== null;
}

export async function saveStop(form, isSure) {
  const data = new FormData(form);
  if (!(await isUnnamed(form, data, isSure))) return undefined;
  const facts = stopFacts(data);
  const counted = facts.heads.filter((each) => each !== null);
  const total = counted.reduce((sum, each) => sum + each, 0);
  const many = total === 1 ? told.person : total ? say("people", total) : told.nobody;
  const mood = form.querySelector('[name="mood"]:checked')?.nextElementSibling.textContent ?? "";
  const text = form.querySelector('[name="area"]:checked')?.nextElementSibling.textContent ?? told.stop;
  const small = [counted.length ? many : "", mood.toLowerCase(), facts.words].filter(Boolean).join(", ");
  const { corrects = null, ...kept } = facts;
  const seen = { line: { text, small, area: facts.area, facts: kept, corrects } };
  await keep("stop", facts, seen, { more: (state) => ({ ...state, last: facts.area }), id: open.id });
  form.reset();
  return home();
}

export function step(field, by) {
  field.value = String(Math.min(200, Math.max(0, (whole(field.value.trim()) ?? 0) + by)));
}

export function whereAmI() {
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      open.point = [Number(coords.latitude.toFixed(3)), Number(coords.longitude.toFixed(3))];
      write("placed", told.placed);
    },
    () => write("placed", told.unplaced),
    { enableHighAccuracy: false, timeout: 10_000, maximumAge: 60_000 },
  );
}

// --- the end, and what happens meanwhile ------------------------------------------------------------------------

export function newEnd() {
  Object.assign(open, { id: outbox.uuid7(), point: null, corrects: null });
  write("end-error", "");
  asks("end", "");
  show("end");
}

export async function end(form, isSure) {
  const data = new FormData(form);
  if (!(await isUnnamed(form, data, isSure))) return undefined;
  const facts = { method: data.getAll("method") };
  for (const name of SAID) facts[name] = data.get(name).trim();
  await keep("end", facts, { line: { text: told.ended } }, { more: (state) => ({ ...state, shift: null }), id: open.id });
  form.reset();
  return home();
}

// Half an hour later than what was said, never sooner.
export async function later() {
  const { shift } = await store.get("state");
  const until = Math.max(Date.now(), shift.home ?? 0) + HALF_AN_HOUR;
  const line = { text: told.later, small: clock(until) };
  await keep("later", { home: new Date(until).toISOString() }, { line }, { more: (state) => ({ ...state, shift: { ...state.shift, home: until } }) });
  await refresh();
}

export async function worry() {
  if (navigator.onLine && (session.status === "sent" || session.status === "busy")) {
    location.assign(told.concern);
    return;
  }
  await keep("reminder", {}, { line: { text: told.reminder } });
  reveal("noted", true);
}

// --- nobody is named --------------------------------------------------------------------------------------------

// Whether the words may be kept. A number is refused; a likely name is asked about, until somebody says that it is none.
async function isUnnamed(form, data, isSure) {
  const texts = TEXTS[form.id].map((name) => data.get(name));
  write(`${form.id}-error`, "");
  if (texts.some(looksLikeNumber)) {
    asks(form.id, "");
    write(`${form.id}-error`, told.number);
    return false;
  }
  const { places = [] } = (await store.get("begins")) ?? {};
  const known = new Set(places.map((each) => each.name.toLowerCase()));
  const names = isSure ? [] : [...new Set(texts.flatMap((each) => likelyNames(each, known)))];
  asks(form.id, names.join(", "));
  return !names.length;
}

export function asks(form, names) {
  reveal(`${form}-asks`, Boolean(names));
  reveal(`${form}-thumb`, !names);
  write(`${form}-names`, names ? told.name.replace("#", () => names) : "");
}

// Back to the words, with the first of what was asked about marked.
export function changeIt() {
  const form = document.getElementById(shown());
  asks(form.id, "");
  for (const name of TEXTS[form.id]) {
    const field = form.elements[name];
    const [found] = likelyNames(field.value);
    if (!found) continue;
    const at = field.value.indexOf(found);
    field.focus();
    return at < 0 ? undefined : field.setSelectionRange(at, at + found.length);
  }
  return undefined;
}

// --- what is half written ---------------------------------------------------------------------------------------

const isHalfWritten = () => shown() === "stop" || shown() === "end";

// Seals it; the tab may be ended at any time.
export async function keepDraft() {
  if (!store.isOpen() || !isHalfWritten()) return;
  await store.putDraft({ screen: shown(), ...open, fields: [...new FormData(document.getElementById(shown()))] });
}

export async function takeUp() {
  const draft = await store.get("draft");
  const { shift, log = [] } = await store.get("state");
  if (!draft || !shift || log.some((each) => each.id === draft.id)) return;
  if (draft.screen === "stop") await newStop(log.find((each) => each.id === draft.corrects) ?? null);
  else newEnd();
  const form = document.getElementById(draft.screen);
  form.reset();
  fill(form, draft.fields);
  Object.assign(open, { id: draft.id ?? open.id, point: draft.point ?? null, corrects: draft.corrects ?? null });
  write("placed", open.point ? told.placed : "");
}

export async function dropDraft() {
  Object.assign(open, { id: "", point: null, corrects: null });
  await store.dropDraft();
}
