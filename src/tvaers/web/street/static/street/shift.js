// The street log: one shift from start to end, on a phone that may have no network. Here taps lead to what they do.

import * as opening from "./opening.js";
import { place, show, shown, words, write } from "./screens.js";
import { session } from "./server.js";
import * as store from "./store.js";
import { call, doors, shiftChosen } from "./views.js";
import * as writing from "./writing.js";

const told = document.body.dataset;
const EVERY = 20_000; // milliseconds between two tries while something waits
const SELDOM = 5; // of them when all is sent
const TWICE = 400; // milliseconds within which a second tap is of the same finger

const DO = {
  stop: () => writing.newStop(),
  end: () => writing.newEnd(),
  back: opening.back,
  lock: () => lock(),
  retry: () => void call(),
  worry: writing.worry,
  later: writing.later,
  leave: opening.leave,
  forget: opening.signOut,
  finger: opening.openByPasskey,
  sentence: () => opening.bySentence(true, true),
  passkey: opening.passkeyScreen,
  without: opening.withoutPasskey,
};
// These do not wait for what is being kept.
const AT_ONCE = { place: writing.whereAmI, change: writing.changeIt };
const SUBMIT = {
  setup: opening.setUp,
  unlock: opening.open,
  passkey: opening.addPasskey,
  start: writing.start,
  stop: writing.saveStop,
  end: writing.end,
};
doors.correct = (former) => one(() => writing.newStop(former), "correct");

// One thing after the other. What is being done is not done twice; another tap waits, and counts if its screen still
// stands. The lock waits until all is done.
let doing = null;
let name = "";

function one(work, called) {
  if (doing && called === name) return doing;
  const [before, screen] = [doing, shown()];
  const turn = (async () => {
    await before;
    if (!before || shown() === screen) await attempt(work, screen);
  })().finally(() => {
    if (doing !== turn) return;
    doing = null;
    delete document.body.dataset.busy;
    takeOver();
  });
  [doing, name] = [turn, called];
  document.body.dataset.busy = "1";
  return turn;
}

// What cannot be kept is said where it was typed, and stays there.
async function attempt(work, screen) {
  try {
    await work();
  } catch (error) {
    if (error instanceof store.LockedError) return;
    if (!place(`${screen}-error`)) throw error;
    write(`${screen}-error`, words(error.name === "QuotaExceededError" ? "full" : "unkept"));
  }
}

async function close() {
  while (doing) await doing;
  await one(opening.close, "close");
}

// On this tab and every other.
function lock() {
  others.postMessage("lock");
  return opening.close();
}

// --- taps -------------------------------------------------------------------------------------------------------

// A finger that taps twice does not tap on what the next screen has at the same place.
let former = { at: -TWICE, x: -1, y: -1, screen: "" };

document.addEventListener(
  "click",
  (event) => {
    const tap = { at: event.timeStamp, x: event.clientX, y: event.clientY, screen: shown() };
    const isSame = Math.hypot(tap.x - former.x, tap.y - former.y) < 24 && event.detail > 0;
    const isLate = isSame && tap.at - former.at < TWICE && (tap.screen !== former.screen || doing);
    if (isLate) {
      event.preventDefault();
      event.stopImmediatePropagation();
    } else former = tap;
  },
  { capture: true },
);

document.addEventListener("click", (event) => {
  const { less, more } = event.target.dataset ?? {};
  if (less ?? more) writing.step(document.getElementById(less ?? more), more ? 1 : -1);
  const what = event.target.closest?.("[data-do]")?.dataset.do;
  if (AT_ONCE[what]) AT_ONCE[what]();
  else if (what) void one(DO[what], what);
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!Object.hasOwn(SUBMIT, form.id)) return;
  event.preventDefault();
  const isSure = event.submitter?.value === "sure";
  void one(() => SUBMIT[form.id](form, isSure), form.id);
});

// Other words are asked about anew.
document.addEventListener("input", ({ target }) => {
  const form = target.form?.id;
  if (target.tagName === "TEXTAREA" && (form === "stop" || form === "end")) writing.asks(form, "");
});

document.getElementById("start").addEventListener("change", ({ target }) => {
  if (target.name === "shift") void attempt(() => shiftChosen(target.value), "start");
});

// --- time -------------------------------------------------------------------------------------------------------

// By both clocks: one can be set back, and the other stands still while the phone sleeps.
let touched = { wall: Date.now(), still: performance.now() };
const touch = () => (touched = { wall: Date.now(), still: performance.now() });
for (const name of ["pointerdown", "keydown", "input"]) document.addEventListener(name, touch, { capture: true });

const limit = Number(told.lock) * 60_000;
const isIdle = () => Math.max(Date.now() - touched.wall, performance.now() - touched.still) > limit;

function closeWhenIdle() {
  if (store.isOpen() && isIdle()) void close();
}

let turns = 0;

function callAgain() {
  turns += 1;
  const waits = session.status !== "sent" || localStorage.getItem("tv-waits") !== null;
  if (waits || turns % SELDOM === 0) void call();
}

setInterval(closeWhenIdle, 5_000);
setInterval(callAgain, EVERY);
window.addEventListener("online", () => void call());
window.addEventListener("pageshow", (event) => event.persisted && void close());
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") closeWhenIdle();
  else if (!doing) void attempt(writing.keepDraft, shown());
});

// --- one tab, and the others ------------------------------------------------------------------------------------

const others = new BroadcastChannel("tvaers-street");
others.addEventListener("message", () => void close());
store.whenGone(opening.gone);

// --- the beginning ----------------------------------------------------------------------------------------------

// Another version waits until the log is locked: never in the middle of a shift.
let registration;

function takeOver() {
  if (shown() === "unlock" && !doing) registration?.waiting?.postMessage("now");
}

async function arrive() {
  const worker = navigator.serviceWorker;
  registration = await worker?.register(told.worker, { scope: "/street/" }).catch(() => undefined);
  if (!registration) return;
  let isKept = worker.controller !== null; // else this is the first, which changes nothing
  worker.addEventListener("controllerchange", () => {
    const isRenewed = isKept;
    isKept = true;
    if (isRenewed && shown() === "unlock" && !doing && !document.getElementById("sentence").value) location.reload();
  });
  registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", takeOver));
  takeOver();
}

if (await store.exists()) await opening.lockScreen();
else show("setup");
document.body.dataset.ready = "1";
void arrive();
