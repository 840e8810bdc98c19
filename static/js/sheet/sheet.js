// One table: keys, paste, leaving a cell, undo. Saving is saver.js.
import { readBlock } from "../ui/block.js";
import { toast } from "../ui/notices.js";
import { CELL, beside, choiceFor, clear, columnOf, inColumn, isOpen, keptOf, neighbour, put, rowOf, rowsOf, valueOf, wasOf } from "./cells.js";
import { Saver } from "./saver.js";

const KEEP = 100; // steps of undo

export class Sheet {
  constructor(table) {
    this.table = table;
    this.saver = new Saver(table);
    this.steps = [];
    table.addEventListener("focusin", (event) => this.enter(event.target));
    table.addEventListener("focusout", (event) => event.target.matches(CELL) && this.commit([event.target]));
    table.addEventListener("change", (event) => event.target.matches("select[data-field], [type=checkbox][data-field]") && this.commit([event.target]));
    table.addEventListener("keydown", (event) => event.target.matches(CELL) && this.key(event, event.target));
    table.addEventListener("paste", (event) => event.target.matches(CELL) && this.paste(event, event.target));
  }

  enter(cell) {
    if (!cell.matches(CELL)) return;
    keptOf(cell);
    if (cell.matches("input:not([type=checkbox])")) cell.select();
  }

  /** What was left in the cells goes to the server, as one step of undo. */
  commit(cells) {
    const changed = cells.filter((cell) => isOpen(cell) && valueOf(cell) !== keptOf(cell));
    if (!changed.length) return;
    this.steps.push(changed.map((cell) => ({ cell, before: keptOf(cell) })));
    if (this.steps.length > KEEP) this.steps.shift();
    changed.forEach((cell) => this.keep(cell));
    this.saver.add(changed);
  }

  keep(cell) {
    cell.dataset.kept = valueOf(cell);
    clear(cell);
  }

  key(event, cell) {
    if (event.isComposing) return; // the typing aid of Vietnamese is not done with the word
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "z") return this.undo(event, cell);
    if (event.ctrlKey || event.metaKey) return;
    if (event.key === "Escape") return this.takeBack(event, cell);
    const goal = this.goal(event, cell);
    if (goal === undefined) return;
    event.preventDefault();
    if (goal) goal.focus();
    else this.commit([cell]);
  }

  /** The cell that a key leads to; null stays here, undefined leaves the key to the browser. */
  goal(event, cell) {
    const { key, altKey, shiftKey } = event;
    const words = cell.matches("textarea");
    if (key === "Enter") return words && altKey ? undefined : neighbour(this.table, cell, shiftKey ? -1 : 1);
    if (altKey || shiftKey || cell.matches("select, [type=checkbox]")) return undefined;
    if (key === "ArrowDown" && (!words || atEnd(cell))) return neighbour(this.table, cell, 1);
    if (key === "ArrowUp" && (!words || atStart(cell))) return neighbour(this.table, cell, -1);
    if (key === "ArrowRight" && atEnd(cell)) return beside(cell, 1) || undefined;
    if (key === "ArrowLeft" && atStart(cell)) return beside(cell, -1) || undefined;
    return undefined;
  }

  /** Esc: first what was typed since one came here, then (after a refusal) to what the server has. */
  takeBack(event, cell) {
    const goal = valueOf(cell) !== keptOf(cell) ? keptOf(cell) : wasOf(cell);
    if (valueOf(cell) === goal) return;
    event.preventDefault();
    event.stopPropagation();
    put(cell, goal);
    this.keep(cell);
    if (goal === wasOf(cell)) this.saver.drop(cell);
    else this.saver.add([cell]);
    cell.select?.();
  }

  /** Ctrl Z in a cell that nobody typed in: the last step goes back, wherever it was. */
  undo(event, cell) {
    if (valueOf(cell) !== keptOf(cell)) return; // the browser takes back letters
    const step = this.steps.pop()?.filter((one) => one.cell.isConnected && isOpen(one.cell));
    event.preventDefault();
    if (!step?.length) return;
    for (const { cell: one, before } of step) {
      put(one, before);
      this.keep(one);
    }
    this.saver.add(step.map((one) => one.cell));
    step[0].cell.focus();
    step[0].cell.select?.();
  }

  /** A block of Excel fills the cells to the right and below; one word is left to the browser. */
  paste(event, cell) {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const block = readBlock(text);
    if (block.length < 2 && block[0].length < 2) return this.pasteChoice(event, cell, text);
    event.preventDefault();
    const rows = rowsOf(this.table);
    const below = rows.slice(rows.indexOf(rowOf(cell)));
    const filled = [];
    block.slice(0, below.length).forEach((words, down) => filled.push(...this.fill(below[down], columnOf(cell), words)));
    this.commit(filled);
    cell.select?.();
    this.told(filled.length, block.length - below.length);
  }

  fill(row, column, words) {
    const filled = [];
    words.forEach((word, right) => {
      const cell = inColumn(row, column + right);
      if (!cell || !isOpen(cell) || cell.type === "checkbox") return;
      const value = cell.matches("select") ? choiceFor(cell, word) : word.trim();
      if (value === null) return;
      keptOf(cell);
      put(cell, value);
      filled.push(cell);
    });
    return filled;
  }

  pasteChoice(event, cell, text) {
    if (!cell.matches("select") || !isOpen(cell)) return;
    const value = choiceFor(cell, text);
    if (value === null) return;
    event.preventDefault();
    put(cell, value);
    this.commit([cell]);
  }

  told(filled, lost) {
    if (lost > 0) toast(`Đã điền ${filled} ô. Khối dán dài hơn bảng: ${lost} dòng cuối chưa có chỗ để điền.`, { icon: "exclamation-triangle" });
    else toast(`Đã điền ${filled} ô từ khối dán.`);
  }
}

function atEnd(cell) {
  return cell.selectionEnd === cell.value.length;
}

function atStart(cell) {
  return cell.selectionStart === 0;
}
