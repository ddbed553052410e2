// A page that changes while it is open: it hears what happens and fetches its own part again. Without this it is as it was
// when it was loaded.

import { announce, focusables } from "./live.js";

const place = () => document.querySelector("[data-live]");
let due = 0;
let fetching = false;
let stale = false;

// The page's part as it is now; the same address and the same door as the page. Focus and what one reads stay where they are.
async function fetchAgain() {
  due = 0;
  const old = place();
  if (!old) return;
  if (document.hidden) {
    stale = true;
    return;
  }
  if (fetching) {
    fetchSoon(500);
    return;
  }
  fetching = true;
  stale = false;
  try {
    const answer = await fetch(location.href, { headers: { "HX-Request": "true", "Tvaers-Unasked": "1" } });
    const came = answer.status === 200 && new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-live]");
    // Somebody acts for another organisation in another tab: its page comes whole.
    if (answer.redirected && old.dataset.gone) gone(old);
    else if (came && came.dataset.live !== old.dataset.live) location.reload();
    // What may not be seen any longer goes at once. Beside it may stand what one was writing, which stays.
    else if ([403, 404].includes(answer.status) && place() === old) old.dataset.gone ? gone(old) : location.reload();
    else if (came && place() === old) swap(old, came);
  } catch {
    // The next event, or the stream that comes back, tries again.
  } finally {
    fetching = false;
  }
}

function gone(old) {
  const said = document.createElement("p");
  said.className = "tv-between";
  said.textContent = old.dataset.gone;
  old.replaceChildren(said);
  announce(said.textContent);
}

function swap(old, came) {
  const active = document.activeElement;
  const index = old.contains(active) ? focusables(old).indexOf(active) : -1;
  const href = active?.getAttribute?.("href");
  const read = [...old.querySelectorAll("[data-row]")].find((row) => row.getBoundingClientRect().bottom > 0);
  const top = read?.getBoundingClientRect().top;
  old.replaceWith(came);
  window.htmx?.process(came);
  if (index >= 0) {
    const items = focusables(came);
    (items.find((item) => href && item.getAttribute("href") === href) ?? items[Math.min(index, items.length - 1)])?.focus({ preventScroll: true });
  }
  const same = read && window.scrollY > 0 && came.querySelector(`[data-row="${read.dataset.row}"]`);
  if (same) window.scrollBy({ top: same.getBoundingClientRect().top - top, behavior: "instant" });
  watchEnds();
}

function fetchSoon(spread) {
  due ||= setTimeout(fetchAgain, Math.random() * spread);
}

const HEARD = {
  new({ id, html, until, announced }) {
    const root = place();
    const list = root?.querySelector("ol.tv-bulletins");
    if (!list || "narrowed" in root.dataset || list.querySelector(`[data-row="${id}"]`)) return;
    const row = document.createElement("li");
    Object.assign(row.dataset, { row: id, until });
    row.innerHTML = html;
    list.prepend(row);
    announce(announced);
  },
  gone({ id }) {
    place()?.querySelector(`[data-row="${id}"]`)?.remove();
  },
  changed() {},
};

// What the page shows nothing of leaves it as it is; what says no kind may be anything.
function hear(event, data) {
  const said = JSON.parse(data);
  if (said.kind && !place()?.dataset.kinds.split(" ").includes(said.kind)) return;
  HEARD[event]?.(said);
  fetchSoon(said.spread ?? 0);
}

// Whatever ends does so by the page's own clock.
let ending = 0;
function watchEnds() {
  clearTimeout(ending);
  const ends = [...document.querySelectorAll("[data-live] [data-until]")].map((row) => row.dataset.until * 1000).filter((at) => at > Date.now());
  const wait = Math.min(...ends) - Date.now() + 1000;
  if (wait < 86400000) ending = setTimeout(() => (watchEnds(), fetchAgain()), wait);
}

// Without workers that pages share, the same script runs in the page, for it alone.
function alone(worker) {
  const { port1, port2 } = new MessageChannel();
  import(new URL(worker, location.href).href).then(() => globalThis.onconnect({ ports: [port1] }));
  return port2;
}

function connect() {
  const { live: address, worker } = place().dataset;
  const url = new URL(address, location.href).href;
  const port = globalThis.SharedWorker ? new SharedWorker(worker).port : alone(worker);
  port.onmessage = ({ data }) => hear(data.kind, data.data);
  port.postMessage({ join: url });
  return () => port.postMessage({ part: url });
}

if (place()) {
  let leave = connect();
  watchEnds();
  window.addEventListener("pagehide", () => leave());
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    leave = connect();
    fetchAgain();
  });
  document.addEventListener("visibilitychange", () => stale && fetchAgain());
}
