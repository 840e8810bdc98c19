// What a cell is: its value, its neighbours, its marks. A cell is the input, textarea or select with data-field.

export const CELL = "[data-field]";

/** The value as it is sent; a ticked box is "1". */
export function valueOf(cell) {
  if (cell.type === "checkbox") return cell.checked ? "1" : "";
  return cell.value;
}

/** Write a value into a cell. */
export function put(cell, value) {
  if (cell.type === "checkbox") cell.checked = Boolean(value) && value !== "0";
  else cell.value = value;
}

/** What the server has: as loaded, or as last answered. */
export function wasOf(cell) {
  cell.dataset.was ??= valueAtLoad(cell);
  return cell.dataset.was;
}

function valueAtLoad(cell) {
  if (cell.type === "checkbox") return cell.defaultChecked ? "1" : "";
  if (cell instanceof HTMLSelectElement) return [...cell.options].find((option) => option.defaultSelected)?.value ?? cell.options[0]?.value ?? "";
  return cell.defaultValue;
}

/** Whether the person may change it. */
export function isOpen(cell) {
  return !cell.disabled && !cell.readOnly;
}

/** What this person last left in the cell; step of undo and Esc. */
export function keptOf(cell) {
  cell.dataset.kept ??= wasOf(cell);
  return cell.dataset.kept;
}

export function rowOf(cell) {
  return cell.closest("tr[data-row]");
}

/** Rows that hold cells and are in sight, top to bottom. */
export function rowsOf(table) {
  return [...table.querySelectorAll("tr[data-row]")].filter((row) => row.querySelector(CELL) && row.offsetParent !== null);
}

/** The cell below (step 1) or above (-1): the same field, else the same column; rows without one are passed over. */
export function neighbour(table, cell, step) {
  const rows = rowsOf(table);
  for (let at = rows.indexOf(rowOf(cell)) + step; rows[at]; at += step) {
    const found = at >= 0 && (fieldIn(rows[at], cell.dataset.field) || inColumn(rows[at], columnOf(cell)));
    if (found && !found.disabled) return found;
  }
  return null;
}

/** The next or previous cell of the same row. */
export function beside(cell, step) {
  const cells = [...rowOf(cell).querySelectorAll(CELL)].filter((one) => !one.disabled);
  return cells[cells.indexOf(cell) + step] || null;
}

export function columnOf(cell) {
  return cell.closest("td, th").cellIndex;
}

/** The cell of a row in a column of the table, or null. */
export function inColumn(row, column) {
  return row.cells[column]?.querySelector(CELL) || null;
}

function fieldIn(row, field) {
  return row.querySelector(`[data-field="${CSS.escape(field)}"]`);
}

/** A pasted word as the value of a select: its value or its label, whatever the case; null when there is none. */
export function choiceFor(select, text) {
  const wanted = text.trim().normalize("NFC").toLowerCase();
  const found = [...select.options].find((option) => [option.value, option.textContent.trim()].some((one) => one.normalize("NFC").toLowerCase() === wanted));
  return found ? found.value : null;
}

/** Show an error or a conflict under the cell; `actions` are [{label, run}]. */
export function mark(cell, kind, text, actions = []) {
  clear(cell);
  const place = cell.closest("td, th");
  const note = document.createElement("div");
  note.className = "cell-note";
  note.id = `note-${Math.random().toString(36).slice(2)}`;
  note.append(text);
  for (const { label, run } of actions) note.append(button(label, run));
  place.classList.add(`cell-${kind}`);
  place.append(note);
  cell.setAttribute("aria-invalid", "true");
  cell.setAttribute("aria-describedby", note.id);
}

/** Take marks off a cell. */
export function clear(cell) {
  const place = cell.closest("td, th");
  place.classList.remove("cell-bad", "cell-conflict", "cell-waiting");
  place.querySelector(".cell-note")?.remove();
  cell.removeAttribute("aria-invalid");
  cell.removeAttribute("aria-describedby");
}

export function hasFault(cell) {
  return cell.getAttribute("aria-invalid") === "true";
}

function button(label, run) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn btn-secondary btn-sm";
  made.textContent = label;
  made.addEventListener("click", run);
  return made;
}
