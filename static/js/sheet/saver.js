// Autosave of cells: one request at a time, each cell with what it was; nothing typed is dropped while the network is away.
import { banner } from "../ui/notices.js";
import { Offline, send } from "../ui/request.js";
import { CELL, clear, hasFault, mark, put, rowOf, valueOf, wasOf } from "./cells.js";
import { showStatus } from "./guard.js";

const AGAIN = 5000; // ms until a lost request is tried anew
const PIECE = 100; // cells of one request

export class Saver {
  constructor(table) {
    this.table = table;
    this.waiting = new Set();
    this.sending = [];
    this.running = null;
    this.offline = false;
    this.savedAt = null;
  }

  /** Cells that were left changed. */
  add(cells) {
    for (const cell of cells) {
      this.waiting.add(cell);
      cell.closest("td, th").classList.add("cell-waiting");
    }
    this.flush();
  }

  /** A cell that was taken back: nothing to send any more. */
  drop(cell) {
    this.waiting.delete(cell);
    showStatus();
  }

  /** Cells that the server has not taken, faulty ones and the one being typed in included. */
  unsaved() {
    return [...this.table.querySelectorAll(CELL)].filter((cell) => this.waiting.has(cell) || valueOf(cell) !== wasOf(cell));
  }

  faulty() {
    return [...this.table.querySelectorAll(CELL)].filter(hasFault);
  }

  /** Send what waits; resolves when nothing is under way. */
  async flush() {
    clearTimeout(this.timer);
    if (!this.running) this.running = this.work().finally(() => (this.running = null));
    await this.running;
  }

  async work() {
    await null; // cells that are left together go together
    try {
      for (let cells = this.next(); cells.length; cells = this.next()) await this.post(cells);
    } catch (error) {
      this.failed(error);
    }
    showStatus();
  }

  /** How many cells the server has not answered yet. */
  get open() {
    return this.waiting.size + this.sending.length;
  }

  /** The next cells to send; those of one address at a time. */
  next() {
    const changed = (cell) => cell.isConnected && valueOf(cell) !== wasOf(cell);
    for (const cell of [...this.waiting].filter((one) => !changed(one))) {
      this.waiting.delete(cell);
      if (cell.isConnected) clear(cell);
    }
    const open = [...this.waiting];
    return open.filter((cell) => this.address(cell) === this.address(open[0])).slice(0, PIECE);
  }

  address(cell) {
    return rowOf(cell).dataset.saveUrl || this.table.dataset.saveUrl;
  }

  async post(cells) {
    const sent = cells.map((cell) => ({ cell, value: valueOf(cell) }));
    cells.forEach((cell) => this.waiting.delete(cell)); // one that is changed again meanwhile waits anew
    this.sending = cells;
    showStatus();
    try {
      const answer = await this.answered(this.address(cells[0]), bodyOf(sent), sent);
      this.sending = [];
      this.took(sent, answer);
    } catch (error) {
      this.sending = [];
      cells.forEach((cell) => this.waiting.add(cell));
      throw error;
    }
  }

  took(sent, answer) {
    this.back();
    sent.forEach(({ cell, value }, at) => this.take(cell, value, answer.cells[at] ?? { error: "Máy chủ chưa trả lời về ô này." }));
    this.derive(answer.derived);
    if (answer.cells.some((one) => !("error" in one))) this.savedAt = new Date();
    this.table.dispatchEvent(new CustomEvent("sheet:saved", { bubbles: true, detail: answer }));
  }

  /** The answer in the shape of many cells; a refusal of one cell is an answer as well. */
  async answered(address, body, sent) {
    try {
      const answer = await send(address, { method: "POST", body, form: true });
      return answer.cells ? answer : { cells: [answer], derived: answer.derived };
    } catch (error) {
      if (sent.length === 1 && error.body?.error && [409, 422].includes(error.status)) {
        return { cells: [{ ...error.body, conflict: error.status === 409 }], derived: error.body.derived };
      }
      throw error;
    }
  }

  take(cell, sent, answer) {
    if (!cell.isConnected) return;
    const same = valueOf(cell) === sent; // or typed on meanwhile: that goes out when the cell is left
    if (answer.conflict) this.ask(cell, answer);
    else if (!("error" in answer)) this.accept(cell, answer.value, same);
    else if (same) mark(cell, "bad", answer.error);
  }

  accept(cell, value, same) {
    cell.dataset.was = value;
    if (!same) return;
    clear(cell);
    put(cell, value);
    cell.dataset.kept = value;
  }

  /** Somebody was faster in this cell: both values are offered, nothing is written over. */
  ask(cell, answer) {
    const mine = valueOf(cell);
    cell.dataset.was = answer.value; // Esc takes theirs; one's own goes out against theirs
    const settle = (value) => {
      put(cell, value);
      cell.dataset.kept = value;
      clear(cell);
      cell.focus();
      if (value === answer.value) showStatus();
      else this.add([cell]);
    };
    mark(cell, "conflict", answer.error, [
      { label: `Giữ của tôi: ${shown(cell, mine)}`, run: () => settle(mine) },
      { label: `Lấy bản mới: ${shown(cell, answer.value)}`, run: () => settle(answer.value) },
    ]);
  }

  /** Figures that follow from the cells: text, or text with a tone. */
  derive(derived = {}) {
    for (const [id, said] of Object.entries(derived)) {
      const place = document.getElementById(id);
      if (!place) continue;
      place.textContent = said?.text ?? said;
      if (said?.tone !== undefined) place.dataset.tone = said.tone;
    }
  }

  back() {
    if (this.offline) document.getElementById("sheet-offline")?.remove();
    this.offline = false;
  }

  failed(error) {
    const retry = { label: "Thử lại", run: () => this.flush() };
    if (error instanceof Offline) {
      this.offline = true;
      this.timer = setTimeout(() => this.flush(), AGAIN);
      banner("warn", "Mất kết nối.", "Các ô vừa nhập vẫn giữ ở đây và sẽ được gửi lại khi có mạng. Đừng đóng trang.", { id: "sheet-offline", actions: [retry] });
    } else {
      banner("bad", "Chưa lưu được.", error.message, { id: "sheet-refused", actions: [retry] });
    }
  }
}

function bodyOf(sent) {
  const body = new URLSearchParams();
  for (const { cell, value } of sent) {
    body.append("row", rowOf(cell).dataset.row);
    body.append("field", cell.dataset.field);
    body.append("value", value);
    body.append("was", wasOf(cell));
  }
  return body;
}

function shown(cell, value) {
  if (cell.matches("select")) return [...cell.options].find((option) => option.value === value)?.textContent.trim() || "để trống";
  if (cell.type === "checkbox") return value ? "có" : "không";
  return value || "để trống";
}
