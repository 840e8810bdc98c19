// Appraisal: arrows step through the queue, the chosen answer opens first and is confirmed by a second press,
// a coded reason brings its sentence, a conflict locks the buttons and leaves the typed words.
import { openDialog } from "./ui/dialogs.js";

const find = (selector, root = document) => root.querySelector(selector);

document.addEventListener("keydown", stepWithArrows);
document.addEventListener("click", chooseFirst, true);
document.addEventListener("change", onChange);
document.addEventListener("htmx:afterSwap", ({ target }) => afterSwap(target));
document.addEventListener("keydown", undoWithKeys);
document.addEventListener("htmx:responseError", ({ detail }) => detail.xhr.status === 409 && lockPanel());
find(".queue-list [aria-current]")?.scrollIntoView({ block: "nearest" });
showFault(document);
if (location.hash.startsWith("#dialog-")) openDialog(document.getElementById(location.hash.slice(1)));

function stepWithArrows(event) {
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
  if (/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || find("dialog[open]")) return;
  const way = { ArrowUp: "previous", ArrowDown: "next" }[event.key];
  const link = way && find(`[data-step="${way}"]`);
  if (!link?.offsetParent) return;
  event.preventDefault();
  link.click();
}

/** First press on an answer that needs words opens its form; the second press sends it. */
function chooseFirst(event) {
  const button = event.target.closest("[data-choose]");
  if (!button) return;
  const form = button.form;
  if (!form.hidden) return;
  event.preventDefault();
  event.stopPropagation();
  choose(button, form);
}

function choose(button, form) {
  const area = button.closest("[data-decide]");
  area.querySelectorAll("[data-answer]").forEach((other) => (other.hidden = other !== form));
  area.querySelectorAll("[data-choose]").forEach((other) => {
    other.classList.toggle("btn-primary", other === button);
    other.classList.toggle("btn-secondary", other !== button);
    find(".key", other)?.classList.toggle("key-on-red", other === button);
  });
  form.querySelector("select, textarea")?.focus();
}

function onChange({ target }) {
  if (target.matches("[data-code]")) fillSentence(target);
  if (target.closest("[data-auto]") && target.tagName === "SELECT") target.form.requestSubmit();
  if (target.matches("[data-tick]")) countTicks();
}

/** The ready sentence takes the place of the former ready one, never of words typed by the officer. */
function fillSentence(select) {
  const form = select.closest("[data-reasons]");
  const option = select.selectedOptions[0];
  const text = find("[data-sentence]:not(option)", form);
  const ready = [...select.options].some((one) => one.dataset.sentence === text.value.trim());
  if (ready || !text.value.trim()) text.value = option.dataset.sentence || "";
  const opens = find("[data-opens]:not(option)", form);
  if (opens) opens.textContent = option.dataset.opens ? `Mở cho sửa: ${option.dataset.opens}` : "";
  const boxes = (option.dataset.boxes || "").split(",");
  form.querySelectorAll("[name=fields_open]").forEach((box) => {
    const opened = boxes.includes(box.value);
    if (opened) box.checked = false;
    box.disabled = opened;
    box.closest("label").hidden = opened;
  });
}

/** Ctrl Z takes back the answer just given, while its strip stands on the page. */
function undoWithKeys(event) {
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") return;
  if (/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || find("dialog[open]")) return;
  const button = find(".strip [data-action^=undo_accept]");
  if (!button) return;
  event.preventDefault();
  button.click();
}

function afterSwap(target) {
  // The background work has ended: the page now offers to take it back.
  if (find("[data-running] .job-end .ico-ok")) return location.reload();
  if (target.id === "bulk-dialog" && target.tagName === "DIALOG") openDialog(target, find('[data-action="accept_clean"]'));
  showFault(document);
}

/** A form that came back opens again with what was typed. */
function showFault(root) {
  const area = find("[data-decide]", root);
  const step = area?.dataset.fault;
  if (!step) return;
  const dialog = document.getElementById(`dialog-${step}`);
  const button = find(`[data-choose="${step}"]`, area);
  if (dialog) openDialog(dialog, find(`[data-action="${step}"]`, area));
  else if (button) choose(button, button.form);
}

/** Somebody was faster: the banner goes onto the panel, the buttons lock, the typed words stay. */
function lockPanel() {
  // After the shell has put its banner in place.
  setTimeout(() => {
    const panel = document.getElementById("panel");
    const note = document.getElementById("conflict");
    if (!panel || !note) return;
    find("dialog[open]", panel)?.close();
    panel.prepend(note);
    panel.querySelectorAll("[data-decide] .actionbar button, dialog button[type=submit]").forEach((one) => (one.disabled = true));
    note.scrollIntoView({ block: "nearest" });
  }, 0);
}

function countTicks() {
  const count = document.querySelectorAll("[data-tick]:checked").length;
  const button = find("[data-chosen]");
  button.disabled = !count;
  button.textContent = count ? `Duyệt ${count} dòng đã chọn` : "Duyệt dòng đã chọn";
}
