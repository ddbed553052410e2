// The phone menu (a :target without this) and drop-downs built on <details>.

const links = document.querySelectorAll("[data-menu]");

function openMenu(id, open) {
  const menu = document.getElementById(id);
  if (!menu) return;
  menu.toggleAttribute("data-open", open);
  for (const link of links) {
    if (link.getAttribute("href") !== "#") link.setAttribute("aria-expanded", String(open));
  }
  if (open) menu.querySelector("a")?.focus();
  else document.querySelector(`[data-menu="${id}"]`)?.focus();
}

for (const link of links) {
  const opener = link.getAttribute("href") !== "#";
  if (opener) {
    link.setAttribute("role", "button");
    link.setAttribute("aria-expanded", "false");
    link.setAttribute("aria-controls", link.dataset.menu);
    link.addEventListener("keydown", (event) => {
      if (event.key === " ") {
        event.preventDefault();
        link.click();
      }
    });
  }
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const menu = document.getElementById(link.dataset.menu);
    openMenu(link.dataset.menu, opener && !menu?.hasAttribute("data-open"));
  });
}

// A menu that rolls sideways shows where one is, also when that stands far to the right.
for (const current of document.querySelectorAll(".tv-subnav a[aria-current], .tv-views a[aria-current]")) {
  const rolling = current.closest("ul");
  const [box, room] = [current.getBoundingClientRect(), rolling.getBoundingClientRect()];
  if (box.right > room.right) rolling.scrollLeft += box.right - room.right + 24;
}

function closeDropdowns(except) {
  for (const dropdown of document.querySelectorAll("details[data-dropdown][open]")) {
    if (dropdown !== except) dropdown.open = false;
  }
}

document.addEventListener("click", (event) => closeDropdowns(event.target.closest("details[data-dropdown]")));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const inside = document.activeElement?.closest("details[data-dropdown][open]");
  closeDropdowns(null);
  inside?.querySelector("summary")?.focus();
  const menu = document.querySelector(".tv-menu[data-open]");
  if (menu) openMenu(menu.id, false);
});
