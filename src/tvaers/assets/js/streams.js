// The worker that all pages of a browser share: one stream for each address, whoever has a page open hears it.

const streams = new Map();
const LONGEST = 300000;
// What was said so shortly before a page came may have been said while it was being loaded.
const JUST_NOW = 15000;

function open(url) {
  const stream = { ports: new Set(), source: null, pause: 5000, timer: 0, said: 0 };
  const say = (kind, data) => {
    stream.said = Date.now();
    stream.ports.forEach((port) => port.postMessage({ kind, data }));
  };
  let lost = false;
  function connect() {
    stream.source = new EventSource(url, { withCredentials: true });
    stream.source.onopen = () => {
      stream.pause = 5000;
      // What came while it was away was missed.
      if (lost) say("changed", "{}");
      lost = false;
    };
    stream.source.onerror = () => {
      lost = true;
      // A browser gives up at once when it is refused: the server is being restarted, or the session has ended.
      if (stream.source.readyState !== EventSource.CLOSED) return;
      stream.timer = setTimeout(connect, stream.pause);
      stream.pause = Math.min(2 * stream.pause, LONGEST);
    };
    for (const kind of ["new", "gone", "changed"]) stream.source.addEventListener(kind, (event) => say(kind, event.data));
  }
  connect();
  return stream;
}

function join(url, port) {
  if (!streams.has(url)) streams.set(url, open(url));
  const stream = streams.get(url);
  stream.ports.add(port);
  if (Date.now() - stream.said < JUST_NOW) port.postMessage({ kind: "changed", data: "{}" });
}

function part(url, port) {
  const stream = streams.get(url);
  stream?.ports.delete(port);
  if (!stream || stream.ports.size) return;
  clearTimeout(stream.timer);
  stream.source.close();
  streams.delete(url);
}

globalThis.onconnect = (event) => {
  const port = event.ports[0];
  port.onmessage = ({ data }) => (data.join ? join(data.join, port) : part(data.part, port));
};
