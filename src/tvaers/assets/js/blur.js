// A picture is made anew in the browser, with what its author blurs in it: the original never leaves the device.

const LONGEST = 1600;
const BRUSH = 28;
const BLOCK = 14;

for (const input of document.querySelectorAll("input[type=file][data-blur]")) {
  const tool = document.getElementById(input.dataset.blur);
  const canvas = tool.querySelector("canvas");
  const mark = tool.querySelector("[data-mark]");
  const ink = canvas.getContext("2d", { willReadFrequently: true });
  let original = null;
  let at = { x: 0, y: 0 };
  let drawing = false;
  // What is on the way into the field: the form waits for it, so that what one sees is what is sent.
  let underway = Promise.resolve();
  let waiting = 0;

  const later = (work) => {
    waiting += 1;
    underway = underway
      .then(work)
      .catch(() => {})
      .finally(() => (waiting -= 1));
    return underway;
  };

  const saved = () =>
    later(
      () =>
        new Promise((done) => {
          canvas.toBlob(
            (blob) => {
              const files = new DataTransfer();
              if (blob) files.items.add(new File([blob], "billede.jpg", { type: "image/jpeg" }));
              input.files = files.files;
              done();
            },
            "image/jpeg",
            0.85,
          );
        }),
    );

  async function opened(file) {
    tool.hidden = true;
    if (!file || !file.type.startsWith("image/")) return;
    const bitmap = await createImageBitmap(file).catch(() => null);
    if (!bitmap) return;
    const scale = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height));
    canvas.width = Math.max(1, Math.round(bitmap.width * scale));
    canvas.height = Math.max(1, Math.round(bitmap.height * scale));
    ink.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    original = ink.getImageData(0, 0, canvas.width, canvas.height);
    at = { x: canvas.width / 2, y: canvas.height / 2 };
    tool.hidden = false;
    saved();
  }

  const radius = () => (BRUSH * canvas.width) / canvas.clientWidth;
  const side = () => Math.max(BLOCK, Math.round(radius() / 2));

  // A square of one colour, its mean: no filter brings back what stood there.
  function flat(left, top, size) {
    const from = [Math.max(0, left), Math.max(0, top)];
    const wide = Math.min(left + size, canvas.width) - from[0];
    const high = Math.min(top + size, canvas.height) - from[1];
    if (wide <= 0 || high <= 0) return;
    const { data } = ink.getImageData(from[0], from[1], wide, high);
    const sum = [0, 0, 0];
    for (let each = 0; each < data.length; each += 4) for (const part of [0, 1, 2]) sum[part] += data[each + part];
    const many = data.length / 4;
    ink.fillStyle = `rgb(${sum.map((part) => Math.round(part / many)).join(" ")})`;
    ink.fillRect(from[0], from[1], wide, high);
  }

  function blurred(x, y) {
    const far = radius();
    const size = side();
    for (let left = Math.floor((x - far) / size) * size; left < x + far; left += size)
      for (let top = Math.floor((y - far) / size) * size; top < y + far; top += size)
        if (Math.hypot(left + size / 2 - x, top + size / 2 - y) <= far + size / 2) flat(left, top, size);
  }

  const place = (event) => ({
    x: (event.offsetX * canvas.width) / canvas.clientWidth,
    y: (event.offsetY * canvas.height) / canvas.clientHeight,
  });

  input.addEventListener("change", () => {
    const file = input.files[0];
    later(() => opened(file));
  });
  input.form.addEventListener(
    "submit",
    (event) => {
      if (!waiting) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const { submitter } = event;
      const again = () => (waiting ? underway.then(again) : input.form.requestSubmit(submitter));
      underway.then(again);
    },
    { capture: true },
  );
  canvas.addEventListener("pointerdown", (event) => {
    drawing = true;
    canvas.setPointerCapture(event.pointerId);
    at = place(event);
    blurred(at.x, at.y);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!drawing) return;
    at = place(event);
    blurred(at.x, at.y);
  });
  // However it ends, lifted or taken over by a call or a gesture: what was drawn is kept.
  for (const name of ["pointerup", "pointercancel"])
    canvas.addEventListener(name, () => {
      if (!drawing) return;
      drawing = false;
      saved();
    });
  // From the keyboard: arrows move, space blurs; a ring shows where.
  const shown = () => {
    mark.style.left = `${(100 * at.x) / canvas.width}%`;
    mark.style.top = `${(100 * at.y) / canvas.height}%`;
    mark.hidden = false;
  };
  canvas.addEventListener("focus", () => {
    if (canvas.matches(":focus-visible")) shown();
  });
  for (const name of ["blur", "pointerdown"]) canvas.addEventListener(name, () => (mark.hidden = true));
  canvas.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!step && event.key !== " ") return;
    event.preventDefault();
    if (step) {
      const far = radius();
      at = {
        x: Math.min(canvas.width, Math.max(0, at.x + step[0] * far)),
        y: Math.min(canvas.height, Math.max(0, at.y + step[1] * far)),
      };
      tool.querySelector("[data-at]").textContent = `${Math.round((100 * at.x) / canvas.width)} % · ${Math.round((100 * at.y) / canvas.height)} %`;
      shown();
      return;
    }
    blurred(at.x, at.y);
    saved();
  });
  tool.querySelector("[data-again]").addEventListener("click", () => {
    ink.putImageData(original, 0, 0);
    saved();
  });
  tool.querySelector("[data-all]").addEventListener("click", () => {
    const size = side();
    for (let left = 0; left < canvas.width; left += size) for (let top = 0; top < canvas.height; top += size) flat(left, top, size);
    saved();
  });
}
