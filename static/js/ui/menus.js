// <details data-menu>: one open at a time, closed by Esc or by a press outside. [data-show] reveals an element.
export function startMenus() {
  document.addEventListener("click", (event) => {
    openMenus().forEach((menu) => menu.contains(event.target) || (menu.open = false));
    const button = event.target.closest("[data-show]");
    if (button) reveal(button);
  });
  document.addEventListener("keydown", (event) => {
    const [menu] = event.key === "Escape" ? openMenus() : [];
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

function openMenus() {
  return [...document.querySelectorAll("details[data-menu][open]")];
}

function reveal(button) {
  const target = document.querySelector(button.dataset.show);
  const shown = target.classList.toggle("is-shown");
  button.setAttribute("aria-expanded", String(shown));
  if (shown) target.querySelector("input, button, a")?.focus();
}
