// Forms: one submit per press, a warning before typed text is lost, focus on the first error.
const dirty = new Set();

export function startForms() {
  document.addEventListener("submit", onSubmit);
  document.addEventListener("htmx:beforeRequest", ({ detail }) => lock(detail.elt));
  document.addEventListener("htmx:afterRequest", ({ detail }) => onAnswer(detail));
  window.addEventListener("pageshow", (event) => event.persisted && document.querySelectorAll("[data-sent]").forEach(unlock));
  document.addEventListener("input", ({ target }) => target.form?.hasAttribute("data-guard") && dirty.add(target.form));
  window.addEventListener("beforeunload", (event) => unsaved() && event.preventDefault());
  document.addEventListener("htmx:afterSwap", ({ target }) => focusError(target));
  focusError(document);
}

/** True while a guarded form still on the page holds text that was not sent. */
export function unsaved() {
  return [...dirty].some((form) => form.isConnected);
}

function onSubmit(event) {
  const form = event.target;
  if (form.method !== "post" || form.hasAttribute("hx-post") || event.defaultPrevented) return;
  if (form.hasAttribute("data-sent")) {
    event.preventDefault();
    return;
  }
  dirty.delete(form);
  form.setAttribute("data-sent", "");
  // After this event: a disabled button would not send its own name and value.
  setTimeout(() => lock(form, event.submitter), 0);
  // An answer that is a file leaves the page standing.
  if (form.hasAttribute("data-download")) setTimeout(() => unlock(form), 3000);
}

function onAnswer({ elt, successful }) {
  unlock(elt);
  if (successful) dirty.delete(elt);
}

function lock(element, submitter) {
  if (element.tagName !== "FORM" && element.tagName !== "BUTTON") return;
  element.setAttribute("data-sent", "");
  const button = element.tagName === "BUTTON" ? element : submitter || element.querySelector('[type="submit"]');
  if (!button || button.disabled) return;
  button.disabled = true;
  button.setAttribute("data-locked", "");
  button.prepend(spinner());
  if (button.dataset.busy) swapWords(button, button.dataset.busy);
}

function unlock(element) {
  element.removeAttribute("data-sent");
  const locked = element.matches("[data-locked]") ? [element] : element.querySelectorAll("[data-locked]");
  locked.forEach((button) => {
    button.disabled = false;
    button.removeAttribute("data-locked");
    button.querySelector(".spin")?.remove();
    if (button.dataset.words) swapWords(button, button.dataset.words);
  });
}

function swapWords(button, words) {
  const node = [...button.childNodes].reverse().find((child) => child.nodeType === Node.TEXT_NODE && child.data.trim());
  if (!node) return;
  button.dataset.words = node.data;
  node.data = words;
}

function spinner() {
  const spin = document.createElement("span");
  spin.className = "spin";
  spin.setAttribute("aria-hidden", "true");
  return spin;
}

function focusError(root) {
  const summary = root.querySelector("[data-form-errors]");
  const field = root.querySelector(".is-invalid:not([type=hidden])");
  (field || summary)?.focus();
}
