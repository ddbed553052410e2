// A slider says in words what it stands for while it is moved.

document.addEventListener("input", (event) => {
  const texts = event.target.dataset?.texts?.split("|");
  if (!texts) return;
  const text = texts[event.target.value - event.target.min];
  event.target.setAttribute("aria-valuetext", text);
  event.target.nextElementSibling.textContent = text;
});
