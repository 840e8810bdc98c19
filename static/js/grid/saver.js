// Autosave: one request at a time, each row with its version; nothing typed is dropped while the network is away.
import { banner } from "../ui/notices.js";
import { Offline, newKey } from "./api.js";

const AFTER_LEAVING = 1000; // ms after the cursor left the row
const WHILE_STAYING = 4000; // ms after the last change when it stays
const AGAIN = 10000;
const PIECE = 100; // rows of one request

export class Saver {
  constructor(api, store, hooks) {
    this.api = api;
    this.store = store;
    this.hooks = hooks; // {changed(row), structure(), status(status), version(dossier), saved(state, words), kept()}
    this.held = new Set(); // rows that came back with errors: sent again after the next change
    this.parcel = null; // new rows of a request that was lost: sent again word for word, with the same key
    this.running = null;
    this.offline = false;
    this.savedAt = "";
    window.addEventListener("online", () => this.flush());
    window.addEventListener("beforeunload", (event) => this.unsaved() && event.preventDefault());
  }

  /** A row was changed; it goes out soon, sooner when the cursor leaves it. */
  touch(row) {
    this.held.delete(row);
    this.tell();
    this.later(WHILE_STAYING);
  }

  /** The cursor left a row. */
  left(row) {
    if (row?.dirty) this.later(AFTER_LEAVING);
  }

  later(delay) {
    const due = Date.now() + delay;
    if (this.timer && this.due <= due) return;
    clearTimeout(this.timer);
    this.due = due;
    this.timer = setTimeout(() => {
      this.timer = null;
      this.flush();
    }, delay);
  }

  pending() {
    return this.store.rows.filter((row) => row.dirty && !row.conflict && !row.gone && !this.held.has(row));
  }

  unsaved() {
    return this.store.rows.reduce((sum, row) => sum + (row.gone ? 0 : row.unsaved), 0);
  }

  /** Send everything now; resolves when nothing is under way. Answers whether all is with the server. */
  async flush() {
    clearTimeout(this.timer);
    this.timer = null;
    if (this.running) await this.running;
    if ((this.pending().length || this.parcel) && !this.stopped) {
      this.running = this.send().finally(() => (this.running = null));
      await this.running;
    }
    this.tell();
    return this.unsaved() === 0;
  }

  async send() {
    try {
      for (let rows = this.pending(); rows.length || this.parcel; rows = this.pending()) {
        const fresh = this.parcel?.rows ?? rows.filter((row) => !row.server).slice(0, PIECE);
        const batch = fresh.length ? fresh : rows.slice(0, PIECE);
        batch.forEach((row) => this.mark(row, true));
        this.tell();
        try {
          await (fresh.length ? this.add(batch) : this.change(batch));
        } finally {
          batch.forEach((row) => this.mark(row, false));
        }
      }
      this.back();
    } catch (error) {
      this.failed(error);
    }
  }

  mark(row, saving) {
    row.saving = saving;
    this.hooks.changed(row);
  }

  /** New rows: the good ones are taken at once, a refused one waits with its error at the cell. */
  async add(rows) {
    this.parcel ??= { rows, sent: rows.map((row) => ({ ...row.edits })), key: newKey() };
    this.hooks.kept();
    const { sent, key } = this.parcel;
    try {
      const answer = await this.api.add(sent, key);
      this.parcel = null;
      answer.rows.forEach((server, place) => {
        const at = answer.indexes[place];
        if (this.store.rows.includes(rows[at])) this.store.drop([this.store.find(server.id)]); // repeated: loaded meanwhile
        rows[at].take(server);
        settle(rows[at], sent[at]);
      });
      answer.errors.forEach(({ index, fields }) => this.fault(rows[index], fields));
      this.accept(answer);
      await this.takeBack(rows.filter((row) => row.server && !this.store.rows.includes(row)));
      this.hooks.structure();
    } catch (error) {
      if (!(error instanceof Offline)) this.parcel = null;
      if (error.status !== 422 || !error.body.errors) throw error;
      error.body.errors.forEach(({ index, fields }) => this.fault(rows[index], fields));
    }
  }

  /** Rows that the officer took back while the request was lost go from the server too. */
  async takeBack(rows) {
    if (!rows.length) return;
    const ids = rows.map((row) => row.id);
    this.store.drop(ids.map((id) => this.store.find(id)));
    this.accept(await this.api.remove(ids));
  }

  async change(rows) {
    const sent = rows.map((row) => ({ ...row.edits }));
    const payload = rows.map((row, at) => ({ id: row.id, version: row.server.version, values: sent[at] }));
    const answer = await this.api.change(payload);
    const faulty = new Map((answer.errors || []).map((error) => [error.id, error]));
    const crossed = new Map((answer.conflicts || []).map((conflict) => [conflict.id, conflict]));
    const written = new Map(answer.rows.map((row) => [row.id, row]));
    rows.forEach((row, at) => {
      if (written.has(row.id)) {
        row.take(written.get(row.id));
        settle(row, sent[at]);
      } else if (crossed.has(row.id)) row.conflict = crossed.get(row.id);
      else if (faulty.has(row.id)) this.fault(row, faulty.get(row.id).fields, faulty.get(row.id));
    });
    this.accept(answer);
    if (crossed.size || [...faulty.values()].some((error) => error.gone)) this.hooks.structure();
  }

  fault(row, fields, { gone = false, message = "" } = {}) {
    row.errors = fields;
    row.gone = gone;
    this.held.add(row);
    if (gone) banner("warn", "Một dòng không còn.", message, { id: "gone" });
    this.hooks.changed(row);
    this.hooks.faulty?.(row);
  }

  /** What every answer carries: counts, verdicts of other rows, the version of the dossier. */
  accept({ status, verdicts = {}, dossier }) {
    for (const row of this.store.rows) {
      const found = verdicts[row.id];
      if (!found || !row.server || (row.server.verdict === found[0] && row.server.verdict_text === found[1])) continue;
      [row.server.verdict, row.server.verdict_text] = found;
      this.hooks.changed(row);
    }
    if (status) this.hooks.status(status);
    if (dossier) Object.assign(this.store.dossier, dossier);
    this.hooks.version(this.store);
    this.savedAt = new Date().toTimeString().slice(0, 5);
  }

  /** Do something else with the server (take rows out, move them) in turn with the saving. */
  async run(work) {
    await this.flush();
    try {
      const answer = await work();
      this.accept(answer);
      this.back();
      this.tell();
      return answer;
    } catch (error) {
      this.failed(error);
      return null;
    }
  }

  failed(error) {
    if (error instanceof Offline) return this.away();
    const reload = { label: "Xem bản mới", run: () => location.reload() };
    const retry = { label: "Thử lại", run: () => this.retry() };
    this.stopped = true;
    const locked = error.status === 409 || error.status === 403;
    const words = locked ? `${error.message} Phần chưa lưu vẫn giữ trên trang.` : error.message || "Hãy thử lại.";
    banner("bad", "Chưa lưu được.", words, { id: "save-failed", actions: locked ? [reload] : [retry] });
    if (!error.status) throw error;
  }

  retry() {
    this.stopped = false;
    document.getElementById("save-failed")?.remove();
    return this.flush();
  }

  away() {
    this.offline = true;
    const count = this.unsaved();
    banner("warn", "Mất kết nối.", `${count} ô chưa lưu vẫn giữ trên trang, cứ gõ tiếp; có mạng lại sẽ tự lưu.`, {
      id: "offline",
      actions: [{ label: "Thử lại", run: () => this.flush() }],
    });
    this.later(AGAIN);
    this.tell();
  }

  back() {
    this.offline = false;
    document.getElementById("offline")?.remove();
  }

  tell() {
    const count = this.unsaved();
    const faulty = this.store.rows.filter((row) => this.held.has(row) && !row.gone).length;
    this.hooks.kept();
    if (this.running && count) return this.hooks.saved("saving", "Đang lưu…");
    if (count) return this.hooks.saved("waiting", `${count} ô chưa lưu${faulty ? `, ${faulty} dòng cần sửa` : ""}`);
    if (this.savedAt) return this.hooks.saved("saved", `Đã lưu lúc ${this.savedAt}`);
    return undefined;
  }
}

// What was typed while the request was under way stays typed; the rest is with the server now.
function settle(row, sent) {
  for (const key of Object.keys(sent)) if (row.edits[key] === sent[key]) delete row.edits[key];
  row.errors = {};
  row.conflict = null;
}
