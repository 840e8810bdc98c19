// Keyboard: "/" to the search, arrows through a list, single letters on the buttons that show them.
// Letters act only outside fields and without Ctrl, Alt or Meta.
export function startKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") return stepThroughList(event);
    if (inField(event.target) || document.querySelector("dialog[open]")) return;
    if (event.key === "/") return toSearch(event);
    if (event.key.length === 1) pressLetter(event);
  });
}

function inField(element) {
  return element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName);
}

function toSearch(event) {
  const field = document.getElementById("search");
  if (!field) return;
  event.preventDefault();
  field.closest(".topsearch").classList.add("is-shown");
  field.focus();
  field.select();
}

// data-list marks the container, data-nav the links to step through.
function stepThroughList(event) {
  const list = event.target.closest?.("[data-list]");
  if (!list || inField(event.target)) return;
  const stops = [...list.querySelectorAll("[data-nav]")].filter((stop) => stop.offsetParent);
  const here = stops.findIndex((stop) => stop === event.target || stop.closest("[data-item]")?.contains(event.target));
  const next = stops[here + (event.key === "ArrowDown" ? 1 : -1)];
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}

function pressLetter(event) {
  const key = CSS.escape(event.key.toLowerCase());
  const button = [...document.querySelectorAll(`[data-key="${key}"]`)].find((one) => one.offsetParent && !one.disabled);
  if (!button) return;
  event.preventDefault();
  button.click();
}
