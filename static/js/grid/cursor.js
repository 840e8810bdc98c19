// Where one is in the grid: the active cell, the selected block, and moving between cells.
import { LAST, slotAt, slots } from "./columns.js";

export class Cursor {
  constructor(view, store) {
    Object.assign(this, { view, store });
    this.index = -1; // in view.items
    this.column = 1;
    this.end = null; // {index, column} of the other corner of the selection
  }

  get item() {
    return this.view.items[this.index];
  }

  get row() {
    return this.item?.type === "row" ? this.item.row : null;
  }

  get isNew() {
    return this.item?.type === "new";
  }

  get slot() {
    if (this.isNew) return this.column === 0 ? NEW_SEX : NEW_NAME;
    return this.row ? slotAt(this.row.kind, this.column) : null;
  }

  /** Go to an item and a column; answers whether there is such a cell. */
  go(index, column = this.column, { extend = false } = {}) {
    const item = this.view.items[index];
    if (!item || !CELLS.has(item.type)) return false;
    if (extend) {
      if (this.row && item.type === "row") this.end = { index, column: clamp(column) };
      return true;
    }
    this.index = index;
    this.column = clamp(column);
    this.end = null;
    return true;
  }

  /** The next item with cells in a direction, or the same when there is none. */
  next(index, by) {
    for (let at = index + by; at >= 0 && at < this.view.items.length; at += by) {
      if (CELLS.has(this.view.items[at].type)) return at;
    }
    return index;
  }

  /** Arrow keys: by rows and by cells. */
  move(rows, cells, extend = false) {
    const from = extend && this.end ? this.end : { index: this.index, column: this.column };
    let { index, column } = from;
    for (let n = Math.abs(rows); n > 0; n -= 1) index = this.next(index, Math.sign(rows));
    if (cells) column = this.beside(index, column, cells);
    return this.go(index, column, { extend });
  }

  beside(index, column, by) {
    const item = this.view.items[index];
    if (item.type === "new") return by < 0 ? 0 : 1;
    const line = slots(item.row.kind);
    const at = line.findIndex((slot) => slot.from <= column && column <= slot.to);
    const target = line[at + by];
    if (!target) return column;
    return target.from;
  }

  /** Tab: the next cell, then the first of the next row. Answers false at the very end. */
  tab(by) {
    const column = this.beside(this.index, this.column, by);
    if (column !== this.column && !(this.isNew && column === this.column)) {
      const before = this.column;
      this.go(this.index, column);
      if (this.slotChanged(before)) return true;
    }
    const next = this.next(this.index, by);
    if (next === this.index) return false;
    return this.go(next, by > 0 ? 0 : LAST);
  }

  slotChanged(before) {
    return this.isNew || slotAt(this.row.kind, before) !== this.slot;
  }

  /** Selected rows and columns: {rows: [Row], from, to}. */
  block() {
    if (!this.row) return { rows: [], from: this.column, to: this.column };
    const end = this.end ?? { index: this.index, column: this.column };
    const [top, bottom] = [Math.min(this.index, end.index), Math.max(this.index, end.index)];
    const rows = this.view.items.slice(top, bottom + 1).filter((item) => item.type === "row").map((item) => item.row);
    const near = [this.column, end.column].map((column) => slotAt(this.row.kind, column) ?? { from: column, to: column });
    return { rows, from: Math.min(near[0].from, near[1].from), to: Math.max(near[0].to, near[1].to) };
  }

  /** After the rows were drawn anew: stay at the same row. */
  follow(key) {
    const index = this.view.items.findIndex((item) => item.key === key);
    if (index >= 0) this.index = index;
    else this.index = Math.min(Math.max(this.index, 0), this.view.items.length - 1);
    if (this.item && !CELLS.has(this.item.type)) this.index = this.next(this.index, this.index > 0 ? -1 : 1);
    this.end = null;
  }
}

const CELLS = new Set(["row", "new"]);
const NEW_SEX = { key: "gender", label: "Ông/Bà, dòng mới", from: 0, to: 0 };
const NEW_NAME = { key: "name", label: "Họ và tên, dòng mới", from: 1, to: LAST };

function clamp(column) {
  return Math.max(0, Math.min(LAST, column));
}
