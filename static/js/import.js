// Importing a list: a file dropped on the page, and the keys of the preview.
// Enter in a bad cell sends its row (the form does that); here the cursor goes on to the next bad cell.
const BAD = ".cell-edit .cell-input";

startDrop(document.querySelector("[data-drop]"));
startPreview(document.querySelector(".import-sheet"));

// ------------------------------------------------------------------ choosing the file
function startDrop(zone) {
  if (!zone) return;
  const input = zone.querySelector("input[type=file]");
  const said = zone.querySelector("[data-chosen]");
  const over = (on) => (event) => {
    event.preventDefault();
    zone.classList.toggle("is-over", on);
  };
  zone.addEventListener("dragover", over(true));
  zone.addEventListener("dragleave", over(false));
  zone.addEventListener("drop", (event) => {
    over(false)(event);
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change"));
    zone.requestSubmit();
  });
  input.addEventListener("change", () => {
    const [file] = input.files;
    if (file) said.textContent = `Đã chọn ${file.name}, ${Math.max(1, Math.round(file.size / 1024))} KB.`;
  });
}

// ------------------------------------------------------------------ the preview
function startPreview(sheet) {
  if (!sheet) return;
  document.addEventListener("change", ({ target }) => {
    if (target.matches("[data-autosubmit]")) target.form.requestSubmit();
    if (target.matches("[data-choose]") && target.value) {
      target.form.querySelector(`[value="${target.dataset.choose}"]`).click(); // htmx knows a button by its click
    }
  });
  sheet.addEventListener("click", ({ target }) => {
    const cell = target.closest("td.cell-open");
    if (cell && !String(getSelection())) openCell(cell);
  });
  sheet.addEventListener("keydown", onKey);
  sheet.addEventListener("focusin", ({ target }) => markCurrent(sheet, target.closest("tbody tr")));
  document.addEventListener("htmx:afterSwap", ({ detail }) => onAnswer(sheet, detail));
  document.addEventListener("htmx:oobErrorNoTarget", (event) => event.preventDefault()); // a row of another page
  if (matchMedia("(min-width: 641px)").matches && !location.hash) sheet.querySelector(BAD)?.focus({ preventScroll: true });
}

function onKey(event) {
  const input = event.target.closest(".cell-input");
  if (!input) return;
  if (event.key === "Escape") {
    input.value = input.defaultValue;
    if (input.dataset.words !== undefined) closeCell(input);
  } else if (event.key === "Enter" && input.value === input.defaultValue) {
    event.preventDefault(); // nothing was typed: only go on
    focusNext(document.querySelector(".import-sheet"), input.closest("tr"), input);
  }
}

/** Words become an input; leaving it unchanged or Esc gives them back. */
function openCell(cell) {
  const input = document.createElement("input");
  input.className = "cell-input";
  input.name = `f:${cell.dataset.field}`;
  input.defaultValue = cell.dataset.raw;
  input.dataset.words = cell.textContent;
  input.setAttribute("form", cell.dataset.form);
  input.setAttribute("aria-label", cell.dataset.label);
  cell.classList.replace("cell-open", "cell-edit");
  cell.replaceChildren(input);
  input.addEventListener("blur", () => input.value === input.defaultValue && closeCell(input));
  input.focus();
  input.select();
}

function closeCell(input) {
  const cell = input.closest("td");
  if (!cell) return;
  cell.classList.replace("cell-edit", "cell-open");
  cell.textContent = input.dataset.words;
}

function markCurrent(sheet, row) {
  sheet.querySelector("tr.is-current")?.classList.remove("is-current");
  row?.classList.add("is-current");
}

/** After an answer: stay in the row while it is still at fault, else go to the next bad cell. */
function onAnswer(sheet, { elt, target }) {
  const swapped = document.getElementById(elt?.id || target?.id);
  const row = swapped?.closest?.(".import-sheet tr");
  if (row) focusNext(sheet, row);
}

function focusNext(sheet, row, from = null) {
  const inputs = [...sheet.querySelectorAll(BAD)];
  const here = from ? inputs.indexOf(from) + 1 : inputs.findIndex((input) => isAtOrAfter(row, input));
  const next = inputs[here < 0 ? inputs.length : here] || inputs[0];
  if (next) next.focus();
  else document.querySelector('[data-action="confirm_import"]')?.focus();
}

function isAtOrAfter(row, input) {
  return row.contains(input) || Boolean(row.compareDocumentPosition(input) & Node.DOCUMENT_POSITION_FOLLOWING);
}
