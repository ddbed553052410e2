// What is on the screen: one screen at a time, texts and lists filled in. Words stand in the page, not here.

const told = document.body.dataset;
const filling = "#";

export const say = (name, number) => told[name].replace(filling, String(number));
export const words = (name) => document.querySelector(`[data-words="${name}"]`).textContent;
export const place = (name) => document.querySelector(`main [data-out="${name}"], header [data-out="${name}"]`);
export const list = (name) => document.querySelector(`[data-list="${name}"]`);

export function write(name, text) {
  const there = place(name);
  if (there.textContent !== text) there.textContent = text;
}

export function reveal(name, visible) {
  place(name).hidden = !visible;
}

export function shown() {
  return document.querySelector("[data-screen]:not([hidden])")?.dataset.screen ?? "";
}

export function show(name) {
  for (const screen of document.querySelectorAll("[data-screen]")) screen.hidden = screen.dataset.screen !== name;
  const heading = document.querySelector(`[data-screen="${name}"] h1`);
  heading.tabIndex = -1;
  heading.focus();
  heading.closest(".s-body").scrollTop = 0;
}

// A chip: a radio or a checkbox that is as large as its words.
export function chip({ type, name, value, text, checked = false }) {
  const label = document.createElement("label");
  const input = Object.assign(document.createElement("input"), { type, name, value, checked });
  const span = document.createElement("span");
  span.textContent = text;
  label.append(input, span);
  return label;
}

const hours = new Intl.DateTimeFormat("da-DK", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/Copenhagen" });
// As the pages write it: 3.15.
export const clock = (at) => hours.format(new Date(at)).replace(/^0/, "");

export function line({ at, text, small, state, waits, fix }) {
  const row = document.createElement("li");
  const time = document.createElement("time");
  time.dateTime = at;
  time.textContent = clock(at);
  const what = document.createElement("span");
  what.textContent = text;
  if (small) what.append(Object.assign(document.createElement("small"), { textContent: small }));
  row.append(time, what, Object.assign(document.createElement("em"), { textContent: state, className: waits ? "s-waits" : "" }));
  if (fix) row.append(fix);
  return row;
}
