// Keys and mouse of the grid. While a text is edited only the keys that end it are ours.
import { LAST } from "./columns.js";

const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/** Wire the text field: keys, clipboard, focus. */
export function wireKeys(grid, field) {
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (grid.editor.editing) editing(grid, event);
    else resting(grid, event);
  });
  field.addEventListener("copy", (event) => onCopy(grid, event));
  field.addEventListener("cut", (event) => onCopy(grid, event) && grid.clear());
  field.addEventListener("paste", (event) => onPaste(grid, event));
  document.addEventListener("paste", (event) => onStrayPaste(grid, field, event));
  field.addEventListener("focus", () => onFocus(grid));
  field.addEventListener("blur", () => {
    grid.wrap.classList.remove("has-focus");
    setTimeout(() => document.activeElement !== field && leave(grid), 0);
  });
}

function onFocus(grid) {
  grid.visited = true;
  grid.wrap.classList.add("has-focus");
  grid.freeTab = false;
  if (grid.cursor.index < 0) grid.goto(grid.cursor.next(-1, 1), 1);
  else if (!grid.editor.editing) grid.paint();
}

function leave(grid) {
  if (grid.editor.editing) grid.commit();
  grid.suggest.close();
  grid.saver.left(grid.cursor.row);
}

function editing(grid, event) {
  const { key } = event;
  const { suggest, editor } = grid;
  if (suggest.isOpen && (key === "ArrowDown" || key === "ArrowUp")) return done(event, () => suggest.step(key === "ArrowDown" ? 1 : -1));
  if (key === "Escape") return done(event, () => (suggest.isOpen && suggest.at >= 0 ? suggest.close() : grid.cancel()));
  if (key === "Enter" || key === "Tab") return done(event, () => finish(grid, event));
  if (editor.mode === "replace" && ARROWS[key] && !event.shiftKey) {
    return done(event, () => {
      grid.commit();
      grid.moved(() => grid.cursor.move(...ARROWS[key]));
    });
  }
  return undefined;
}

function finish(grid, { key, shiftKey }) {
  if (grid.suggest.chosen) {
    grid.pick(grid.suggest.chosen);
  } else grid.commit();
  if (key === "Tab") grid.moved(() => grid.cursor.tab(shiftKey ? -1 : 1));
  else grid.moved(() => grid.cursor.move(shiftKey ? -1 : 1, 0));
}

function resting(grid, event) {
  const { key } = event;
  const control = event.ctrlKey || event.metaKey;
  if (event.altKey) return withAlt(grid, event);
  if (control) return withControl(grid, event);
  if (ARROWS[key]) return done(event, () => grid.moved(() => grid.cursor.move(...ARROWS[key], event.shiftKey)));
  const run = RESTING[key];
  if (run) return run(grid, event);
  if (key.length === 1 && !grid.mayType()) return refuse(grid, event);
  return undefined;
}

const RESTING = {
  Enter: (grid, event) => done(event, () => enter(grid, event.shiftKey)),
  Tab: (grid, event) => tab(grid, event),
  F2: (grid, event) => done(event, () => grid.edit()),
  Delete: (grid, event) => done(event, () => grid.clear()),
  Backspace: (grid, event) => done(event, () => grid.clear()),
  Home: (grid, event) => done(event, () => grid.moved(() => grid.cursor.go(grid.cursor.index, 0))),
  End: (grid, event) => done(event, () => grid.moved(() => grid.cursor.go(grid.cursor.index, LAST))),
  PageUp: (grid, event) => done(event, () => grid.moved(() => grid.cursor.move(-15, 0))),
  PageDown: (grid, event) => done(event, () => grid.moved(() => grid.cursor.move(15, 0))),
  Escape: (grid) => free(grid),
};

function enter(grid, up) {
  if (grid.cursor.slot?.key === "verdict" && grid.cursor.row) return grid.openVerdict();
  return grid.moved(() => grid.cursor.move(up ? -1 : 1, 0));
}

// Esc lets the next Tab leave the grid, so that nobody is caught in it.
function free(grid) {
  grid.freeTab = true;
  grid.announce.textContent = "Nhấn Tab để rời bảng.";
}

function tab(grid, event) {
  if (grid.freeTab) return;
  const before = grid.cursor.row;
  if (!grid.cursor.tab(event.shiftKey ? -1 : 1)) return; // at the edge Tab leaves the grid
  event.preventDefault();
  grid.arrived(before);
}

function withAlt(grid, event) {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!step) return;
  event.preventDefault();
  if (event.shiftKey) grid.shift(step);
  else if (step > 0 && grid.cursor.slot?.key === "verdict") grid.openVerdict();
  else if (step > 0 && ["award_kind", "gender"].includes(grid.cursor.slot?.key)) openList(grid);
  else if (step > 0) grid.openVerdict();
}

function openList(grid) {
  if (!grid.mayType()) return;
  grid.editor.open();
  grid.suggest.ask(grid.cursor.row, grid.cursor.slot.key, "");
}

function withControl(grid, event) {
  const run = {
    z: () => (event.shiftKey ? grid.commands.redo() : grid.commands.undo()),
    y: () => grid.commands.redo(),
    d: () => grid.fillDown(),
    a: () => selectAll(grid),
    " ": () => grid.openForm(),
    "-": () => grid.remove(),
    Home: () => grid.moved(() => grid.cursor.go(grid.cursor.next(-1, 1), 0)),
    End: () => grid.moved(() => grid.cursor.go(grid.cursor.next(grid.view.items.length, -1), LAST)),
    ArrowUp: () => grid.moved(() => grid.cursor.go(grid.cursor.next(-1, 1))),
    ArrowDown: () => grid.moved(() => grid.cursor.go(grid.cursor.next(grid.view.items.length, -1))),
    ArrowLeft: () => grid.moved(() => grid.cursor.go(grid.cursor.index, 0)),
    ArrowRight: () => grid.moved(() => grid.cursor.go(grid.cursor.index, LAST)),
  }[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (run) done(event, run);
}

function selectAll(grid) {
  const rows = grid.view.items.map((item, index) => (item.type === "row" ? index : -1)).filter((index) => index >= 0);
  if (!rows.length) return;
  grid.cursor.go(rows[0], 0);
  grid.cursor.go(rows.at(-1), LAST - 1, { extend: true });
  grid.paint();
  grid.say();
}

function refuse(grid, event) {
  event.preventDefault();
  grid.announce.textContent = "Ô này chỉ xem.";
}

function onCopy(grid, event) {
  if (grid.editor.editing || !grid.cursor.row) return false;
  event.preventDefault();
  event.clipboardData.setData("text/plain", grid.copy());
  return true;
}

function onPaste(grid, event) {
  const text = event.clipboardData.getData("text/plain");
  if (grid.editor.editing && !/[\t\n]/.test(text.trim())) return;
  event.preventDefault();
  if (grid.editor.editing) grid.cancel();
  grid.paste(text);
}

// Ctrl V right after the page opened, with nothing chosen yet, goes to the row "+".
function onStrayPaste(grid, field, event) {
  const elsewhere = event.target.closest?.("input, textarea, select, dialog");
  if (elsewhere || !grid.store.editable || grid.view.phone.matches) return;
  if (!grid.visited) grid.goto(grid.view.items.length - 1, 1);
  field.focus();
  onPaste(grid, event);
}

function done(event, run) {
  event.preventDefault();
  event.stopPropagation();
  run();
}

/** Wire the mouse: choose, extend, edit by double click, drag rows by their number. */
export function wirePointer(grid, body) {
  let dragged = null;
  const at = (target) => {
    const line = target.closest("tr[data-key]");
    const index = line ? grid.view.items.findIndex((item) => item.key === line.dataset.key) : -1;
    return { line, index, item: grid.view.items[index], column: Number(target.closest("[data-col]")?.dataset.col ?? 0) };
  };
  body.addEventListener("mousedown", (event) => {
    const { index, item, column } = at(event.target);
    if (event.button !== 0 || grid.view.phone.matches || !item || event.target.closest("button, .c-no[draggable=true]")) return;
    event.preventDefault();
    grid.goto(index, column, { extend: event.shiftKey });
    grid.editor.focus();
    grid.dragging = item.type === "row";
  });
  body.addEventListener("mouseover", (event) => {
    if (!grid.dragging || !(event.buttons & 1)) return;
    const { index, item, column } = at(event.target);
    if (item?.type === "row") grid.moved(() => grid.cursor.go(index, column, { extend: true }));
  });
  document.addEventListener("mouseup", () => (grid.dragging = false));
  body.addEventListener("dblclick", (event) => {
    const { item } = at(event.target);
    if (event.target.closest(".c-no") && item?.row) return grid.openForm(item.row);
    return item?.row && grid.edit();
  });
  body.addEventListener("click", (event) => onClick(grid, event, at(event.target)));
  body.addEventListener("dragstart", (event) => {
    dragged = at(event.target).item?.row ?? null;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", "");
  });
  body.addEventListener("dragover", (event) => {
    const { item, line } = at(event.target);
    if (!dragged || item?.row?.kind !== dragged.kind) return;
    event.preventDefault();
    mark(body, line, below(line, event));
  });
  body.addEventListener("drop", (event) => {
    const { item, line } = at(event.target);
    event.preventDefault();
    if (dragged && item?.row) grid.commands.move(dragged, item.row, below(line, event));
  });
  body.addEventListener("dragend", () => {
    dragged = null;
    mark(body);
  });
}

function onClick(grid, event, { item, index }) {
  const choice = event.target.closest("[data-choose]");
  if (choice) return grid.settle(item.row, choice.dataset.choose);
  const verdict = event.target.closest(".verdict");
  if (verdict && item?.row?.server) {
    if (!grid.view.phone.matches) grid.goto(index, LAST);
    return grid.openVerdict(item.row);
  }
  if (grid.view.phone.matches && item?.type === "row") return grid.openForm(item.row);
  return undefined;
}

function below(line, event) {
  const box = line.getBoundingClientRect();
  return event.clientY > box.top + box.height / 2;
}

function mark(body, line = null, under = false) {
  for (const node of body.querySelectorAll(".drop-above, .drop-below")) node.classList.remove("drop-above", "drop-below");
  line?.classList.add(under ? "drop-below" : "drop-above");
}
