// A picture is made anew in the browser, with what its author blurs in it: the original never leaves the device.

const LONGEST = 1600;
const BRUSH = 28;
const BLOCK = 14;

for (const input of document.querySelectorAll("input[type=file][data-blur]")) {
  const tool = document.getElementById(input.dataset.blur);
  const canvas = tool.querySelector("canvas");
  const ink = canvas.getContext("2d", { willReadFrequently: true });
  let original = null;
  let at = { x: 0, y: 0 };
  let drawing = false;

  const saved = () =>
    new Promise((done) => {
      canvas.toBlob(
        (blob) => {
          const files = new DataTransfer();
          files.items.add(new File([blob], "billede.jpg", { type: "image/jpeg" }));
          input.files = files.files;
          done();
        },
        "image/jpeg",
        0.85,
      );
    });

  async function opened(file) {
    tool.hidden = true;
    if (!file || !file.type.startsWith("image/")) return;
    const bitmap = await createImageBitmap(file).catch(() => null);
    if (!bitmap) return;
    const scale = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height));
    canvas.width = Math.round(bitmap.width * scale);
    canvas.height = Math.round(bitmap.height * scale);
    ink.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    original = ink.getImageData(0, 0, canvas.width, canvas.height);
    at = { x: canvas.width / 2, y: canvas.height / 2 };
    tool.hidden = false;
    await saved();
  }

  // Squares of one colour, its mean: no filter brings back what stood there.
  function blurred(x, y) {
    const radius = (BRUSH * canvas.width) / canvas.clientWidth;
    const size = Math.max(BLOCK, Math.round(radius / 2));
    for (let left = Math.floor((x - radius) / size) * size; left < x + radius; left += size)
      for (let top = Math.floor((y - radius) / size) * size; top < y + radius; top += size) {
        if (Math.hypot(left + size / 2 - x, top + size / 2 - y) > radius + size / 2) continue;
        const from = [Math.max(0, left), Math.max(0, top)];
        const wide = Math.min(size, canvas.width - from[0]);
        const high = Math.min(size, canvas.height - from[1]);
        if (wide <= 0 || high <= 0) continue;
        const { data } = ink.getImageData(from[0], from[1], wide, high);
        const sum = [0, 0, 0];
        for (let each = 0; each < data.length; each += 4) for (const part of [0, 1, 2]) sum[part] += data[each + part];
        const many = data.length / 4;
        ink.fillStyle = `rgb(${sum.map((part) => Math.round(part / many)).join(" ")})`;
        ink.fillRect(from[0], from[1], wide, high);
      }
  }

  const place = (event) => ({
    x: (event.offsetX * canvas.width) / canvas.clientWidth,
    y: (event.offsetY * canvas.height) / canvas.clientHeight,
  });

  input.addEventListener("change", () => opened(input.files[0]));
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
  canvas.addEventListener("pointerup", () => {
    drawing = false;
    saved();
  });
  // From the keyboard: arrows move, space blurs.
  canvas.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!step && event.key !== " ") return;
    event.preventDefault();
    if (step) {
      const far = (BRUSH * canvas.width) / canvas.clientWidth;
      at = {
        x: Math.min(canvas.width, Math.max(0, at.x + step[0] * far)),
        y: Math.min(canvas.height, Math.max(0, at.y + step[1] * far)),
      };
      tool.querySelector("[data-at]").textContent = `${Math.round((100 * at.x) / canvas.width)} % · ${Math.round((100 * at.y) / canvas.height)} %`;
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
    for (let x = 0; x <= canvas.width; x += BLOCK) for (let y = 0; y <= canvas.height; y += BLOCK) blurred(x, y);
    saved();
  });
}
