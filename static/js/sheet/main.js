// Cell grid: many numbers in a table, saved cell by cell. The server's half is campaigns/views/sheet.py.
//
// Markup (load static/css/sheet.css in {% block head %}, this file as a module in {% block scripts %}):
//   <span class="saved" data-sheet-status></span>                          one for the page, anywhere
//   <div class="cells-wrap"><table class="sheet" data-sheet data-save-url="{% url … %}">
//     <thead><tr><th scope="col">Chỉ tiêu</th><th scope="col" class="num">2021</th></tr></thead>
//     <tbody><tr data-row="{{ public_id }}">
//       <th scope="row">Số nhà tạm được xóa</th>
//       <td data-label="2021"><input class="cell-input" data-field="y2021" value="1.250,5" data-was="1.250,5"
//           inputmode="decimal" autocomplete="off" aria-label="Số nhà tạm được xóa, năm 2021"></td>
//       <td data-label="Tổng"><output id="sum-{{ public_id }}">…</output></td>           a derived figure: any element with an id
// A cell holds one field: input, textarea or select with data-field; `data-was` says what the server showed (a select or a
// ticked box may go without it). Give number cells inputmode="decimal" (they stand at the right), words nothing. A cell that
// may be read only: `readonly` (or `disabled`). A row without data-row (a head of a group) is passed over by keys and paste.
// Instead of data-save-url on the table a row may carry its own. Tables that htmx puts in later work as well.
//
// Sent by POST (form): row, field, value, was; a pasted block sends the four repeated, up to 100 cells in one request.
// Answers: 200 {"value": "1.250", "derived": {"sum-…": "text" or {"text": "…", "tone": "bad"}}} · 422 {"error"} · 409 {"error",
// "value": theirs} · for several cells 200 {"cells": [{"row","field","value"|"error"|"error"+"value"+"conflict": true}], "derived"}.
// After a save the table fires "sheet:saved" (bubbles; detail: the answer).
import { Sheet } from "./sheet.js";
import { flushAll, startGuard } from "./guard.js";

const sheets = new Map();

function start(root) {
  const tables = root.matches?.("[data-sheet]") ? [root] : root.querySelectorAll?.("[data-sheet]") || [];
  for (const table of tables) if (!sheets.has(table)) sheets.set(table, new Sheet(table));
}

function living() {
  for (const table of sheets.keys()) if (!table.isConnected) sheets.delete(table);
  return [...sheets.values()];
}

start(document);
document.addEventListener("htmx:load", (event) => start(event.detail.elt));
startGuard(living);
window.addEventListener("online", () => flushAll(living()));
