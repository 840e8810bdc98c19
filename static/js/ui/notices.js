// Toasts (short, good news, gone after 6 s) and banners (stay until closed). Also the close buttons of both.
const TOAST_MS = 6000;

/** Show a short note; undoUrl adds "Hoàn tác", which posts there. */
export function toast(text, { icon = "check-lg", undoUrl = "" } = {}) {
  const note = fromTemplate("tpl-toast", text);
  note.querySelector(".bi").className = `bi bi-${icon}`;
  if (undoUrl) note.lastElementChild.before(undoButton(undoUrl, note));
  document.getElementById("toasts").append(note);
  keepWhileLookedAt(note);
  return note;
}

/** Show a banner above the work: tone "bad" | "warn" | "ok" | "info"; the same id replaces the older one. */
export function banner(tone, title, text, { id = "", actions = [] } = {}) {
  const note = fromTemplate("tpl-banner", text);
  note.className = `banner banner-${tone}`;
  note.querySelector(".bi").className = `bi bi-${ICONS[tone]}`;
  if (tone === "bad") note.setAttribute("role", "alert");
  const bold = document.createElement("b");
  bold.textContent = title;
  note.querySelector("[data-text]").before(bold, " ");
  actions.forEach(({ label, run }) => note.querySelector(".actions").prepend(actionButton(label, run)));
  return putBanner(note, id);
}

/** Put a ready banner element in its place, in sight. */
export function putBanner(note, id = "") {
  if (id) {
    document.getElementById(id)?.remove();
    note.id = id;
  }
  const open = document.querySelector("dialog[open] .dialog-body");
  (open || document.getElementById("banners")).prepend(note);
  note.scrollIntoView({ block: "nearest" });
  return note;
}

/** Start: flash messages become toasts, close buttons work, the server may send HX-Trigger {"toast": {...}}. */
export function startNotices() {
  document.querySelectorAll("[data-toast]").forEach((flash) => {
    toast(flash.querySelector("[data-text]").textContent.trim());
    flash.remove();
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-close]");
    const closed = button?.closest(button.dataset.close);
    if (closed instanceof HTMLDialogElement) closed.close();
    else closed?.remove();
  });
  document.addEventListener("toast", ({ detail }) => toast(detail.text || detail.value, { undoUrl: detail.undo_url }));
}

const ICONS = {
  bad: "exclamation-octagon-fill",
  warn: "exclamation-triangle-fill",
  ok: "check-circle-fill",
  info: "info-circle-fill",
};

function fromTemplate(id, text) {
  const node = document.getElementById(id).content.firstElementChild.cloneNode(true);
  node.querySelector("[data-text]").textContent = text;
  return node;
}

function actionButton(label, run) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-secondary btn-sm";
  button.textContent = label;
  button.addEventListener("click", run);
  return button;
}

function undoButton(url, note) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn-link-plain";
  button.textContent = "Hoàn tác";
  button.addEventListener("click", () => {
    note.remove();
    window.htmx.ajax("POST", url, { swap: "none" });
  });
  return button;
}

function keepWhileLookedAt(note) {
  let timer;
  const start = () => (timer = setTimeout(() => note.remove(), TOAST_MS));
  const stop = () => clearTimeout(timer);
  note.addEventListener("mouseenter", stop);
  note.addEventListener("focusin", stop);
  note.addEventListener("mouseleave", start);
  note.addEventListener("focusout", start);
  start();
}
