// Opening and closing: a sentence, and a finger or a face if the phone can; locked, signed out, forgotten.

import * as outbox from "./outbox.js";
import * as passkey from "./passkey.js";
import { reveal, show, words, write } from "./screens.js";
import { begin, expired, register, session } from "./server.js";
import * as store from "./store.js";
import { blank, call, forget, home, refresh } from "./views.js";
import { dropDraft, keepDraft, takeUp } from "./writing.js";

const told = document.body.dataset;
// What the sentence opened with, as long as the screen stands on which a passkey is added: it can take the key out.
let proven = null;

export async function setUp(form) {
  const [sentence, again] = [form.elements.new.value, form.elements.again.value];
  if (sentence.length < 10 || /^\d+$/.test(sentence)) return write("setup-error", words("short"));
  if (sentence !== again) return write("setup-error", words("different"));
  write("setup-error", "");
  const { begins } = await begin();
  const { device, lease } = (begins && (await register())) ?? {};
  if (!device) return write("setup-error", words("nonet"));
  const state = { seq: 0, prev: outbox.FIRST, device, until: Date.now() + lease, lease, member: begins.member, log: [], shift: null };
  try {
    proven = await store.create(sentence, state);
  } catch (error) {
    // Another tab was quicker.
    if (await store.exists()) return lockScreen();
    throw error;
  }
  form.reset();
  await store.put("begins", begins);
  session.status = "sent";
  if (await passkey.offered()) return passkeyScreen();
  return enter();
}

async function enter() {
  proven = null;
  await home();
  if (!(await expired())) await takeUp();
  await refresh();
  void call();
  if (location.hash === "#leave") await leave();
}

// --- the lock ---------------------------------------------------------------------------------------------------

// The finger first, where there is a passkey; then the sentence.
export async function lockScreen() {
  const held = await store.passkey();
  bySentence(!held);
  write("unlock-error", "");
  show("unlock");
}

export function bySentence(yes, focused = false) {
  for (const name of ["by-sentence", "open-sentence"]) reveal(name, yes);
  for (const name of ["by-passkey", "open-passkey"]) reveal(name, !yes);
  if (focused) document.getElementById("sentence").focus();
}

export async function open(form) {
  write("unlock-error", "");
  try {
    proven = await store.unlock(form.elements.sentence.value);
  } catch (error) {
    if (error instanceof store.GoneError) return show("setup");
    if (!(error instanceof store.WrongSentenceError)) throw error;
    form.elements.sentence.select();
    return write("unlock-error", words("wrong"));
  }
  form.reset();
  await outbox.forgive();
  return (await mayOffer()) ? passkeyScreen() : enter();
}

export async function openByPasskey() {
  write("unlock-error", "");
  const held = await store.passkey();
  try {
    if (!held) throw new passkey.NoPasskeyError("cancelled");
    await store.unlockWith(held, await passkey.ask(held));
  } catch (error) {
    // A passkey that gives another secret is not the one.
    if (!(error instanceof passkey.NoPasskeyError) && error.name !== "OperationError") throw error;
    return write("unlock-error", words("not-opened"));
  }
  await outbox.forgive();
  return enter();
}

// What was half written when the lock closed is sealed, and taken off the screen.
export async function close() {
  if (!store.isOpen()) return;
  await keepDraft();
  proven = null;
  store.lock();
  blank();
  write("net", words("seal"));
  await lockScreen();
}

// --- a finger or a face -----------------------------------------------------------------------------------------

// A phone that was made ready before is asked once, and not in the middle of a shift.
async function mayOffer() {
  const { shift, asked } = await store.get("state");
  return !shift && !asked && !(await store.passkey()) && location.hash !== "#leave" && passkey.offered();
}

export async function passkeyScreen() {
  const held = Boolean(await store.passkey());
  write("passkey-error", "");
  reveal("passkey-off", !held);
  reveal("passkey-on", held);
  reveal("passkey-add", !held);
  reveal("passkey-remove", held);
  reveal("prove", !held && !proven);
  show("passkey");
}

export async function addPasskey(form) {
  write("passkey-error", "");
  try {
    const wrap = proven ?? (await store.prove(form.elements.proof.value))[0];
    const { record, own } = await passkey.make(told.passkey);
    await store.addPasskey(wrap, record, own);
  } catch (error) {
    if (error instanceof store.WrongSentenceError) return write("passkey-error", words("wrong"));
    if (!(error instanceof passkey.NoPasskeyError)) throw error;
    return write("passkey-error", words(error.name));
  }
  form.reset();
  return settled();
}

// The sentence alone, now or from now on.
export async function withoutPasskey() {
  const held = await store.passkey();
  if (held) {
    await store.removePasskey();
    await passkey.disown(held);
  }
  await settled();
}

async function settled() {
  document.getElementById("passkey").reset();
  await outbox.change((state) => ({ ...state, asked: true }));
  await enter();
}

// --- leaving ----------------------------------------------------------------------------------------------------

export async function leave() {
  reveal("leave-waits", (await outbox.waiting()).length > 0);
  show("leave");
}

export async function back() {
  if (location.hash) history.replaceState(null, "", location.pathname);
  if (!store.isOpen()) return void (await lockScreen());
  proven = null;
  await dropDraft();
  await home();
  void call();
}

export async function signOut() {
  const held = await store.passkey();
  if (!session.token) await begin();
  await forget();
  if (held) await passkey.disown(held);
  if (!session.token) return;
  const form = Object.assign(document.createElement("form"), { method: "post", action: told.logout, hidden: true });
  document.body.append(form);
  form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "csrfmiddlewaretoken", value: session.token }));
  form.submit();
}

// Everything was taken away from under this tab: by another one, or by the browser.
export function gone() {
  proven = null;
  blank();
  show("gone");
}
