// Rows that are not with the server survive a reload: kept in this browser per dossier and user, and offered back.
import { banner } from "../ui/notices.js";
import { Row } from "./store.js";

const KEPT_DAYS = 14;
const WAIT = 200; // ms; a pasted block is written once

export class Drafts {
  constructor(name, store, saver, hooks) {
    Object.assign(this, { name, store, saver, hooks }); // hooks: {structure()}
    this.offered = null; // what an earlier page left behind, until the officer decides
    this.written = false;
    window.addEventListener("pagehide", () => this.write());
  }

  /** Something changed: write soon; at once while a request with new rows is about to leave. */
  keep() {
    if (this.saver.parcel) return this.write();
    this.timer ??= setTimeout(() => this.write(), WAIT);
    return undefined;
  }

  write() {
    clearTimeout(this.timer);
    this.timer = null;
    const rows = this.store.rows.filter((row) => row.dirty && !row.gone);
    if (!rows.length && !this.offered && !this.written) return; // another tab may hold some
    const { parcel } = this.saver;
    const left = rows.map((row) => {
      const at = parcel ? parcel.rows.indexOf(row) : -1;
      const lost = at < 0 ? {} : { key: parcel.key, at, of: parcel.rows.length, sent: parcel.sent[at] };
      return { id: row.server && row.id, version: row.server?.version, kind: row.kind, edits: row.edits, ...lost };
    });
    const all = [...(this.offered?.rows ?? []), ...left];
    this.written = left.length > 0;
    const since = this.offered?.since ?? (this.since = left.length ? this.since ?? Date.now() : null);
    put(this.name, all.length ? { since, rows: all } : null);
  }

  /** After the rows are loaded: what an earlier page could not save is offered, never put in by itself. */
  offer() {
    const found = take(this.name);
    const rows = found?.rows.filter((draft) => this.fits(draft)) ?? [];
    if (!rows.length) return;
    this.offered = { since: found.since, rows };
    const decide = (run) => () => {
      document.getElementById("drafts")?.remove();
      run();
    };
    banner("warn", `Còn ${rows.length} dòng chưa lưu từ lúc ${moment(found.since)}.`, "Trình duyệt trên máy này còn giữ.", {
      id: "drafts",
      actions: [
        { label: "Bỏ", run: decide(() => this.forget()) },
        { label: "Đưa lại vào bảng", run: decide(() => this.restore()) },
      ],
    });
  }

  /** Whether a draft may be put back, and still says something new. */
  fits(draft) {
    if (!draft.id) return this.store.editable;
    const row = this.store.find(draft.id);
    return Boolean(row) && Object.keys(this.news(row, draft)).length > 0;
  }

  news(row, { edits }) {
    const other = ([key, value]) => (row.server[key === "recipient_kind" ? "kind" : key] ?? "") !== (value ?? "");
    return Object.fromEntries(Object.entries(edits).filter((entry) => this.store.open(row, entry[0]) && other(entry)));
  }

  forget() {
    this.offered = null;
    this.written = true;
    this.write();
  }

  restore() {
    const { rows } = this.offered;
    const back = rows.map((draft) => (draft.id ? this.changed(draft) : this.fresh(draft)));
    this.resend(rows, back);
    this.offered = null;
    this.hooks.structure();
    back.filter(Boolean).forEach((row) => this.saver.touch(row));
    this.saver.flush();
  }

  fresh(draft) {
    const row = new Row(null, draft.kind);
    Object.assign(row.edits, draft.edits);
    this.store.insert([row]);
    return row;
  }

  // With the version of then the server notices what a colleague has changed since.
  changed(draft) {
    const row = this.store.find(draft.id);
    if (!row) return null;
    Object.assign(row.edits, this.news(row, draft));
    row.server = { ...row.server, version: draft.version };
    return row;
  }

  // A request whose answer never came is sent again with its key, so that its rows are added once.
  resend(drafts, rows) {
    const lost = drafts.map((draft, n) => ({ ...draft, row: rows[n] })).filter(({ key }) => key);
    if (this.saver.parcel || !lost.length) return;
    const { key, of } = lost[0];
    const parcel = { rows: [], sent: [], key };
    for (let at = 0; at < of; at += 1) {
      const mine = lost.find((one) => one.key === key && one.at === at);
      parcel.rows.push(mine?.row ?? new Row(null)); // taken back by the officer meanwhile: it only holds its place
      parcel.sent.push(mine?.sent ?? {});
    }
    this.saver.parcel = parcel;
  }
}

function moment(since) {
  const time = new Date(since);
  const two = (number) => String(number).padStart(2, "0");
  const clock = `${two(time.getHours())}:${two(time.getMinutes())}`;
  const today = time.toDateString() === new Date().toDateString();
  return today ? clock : `${clock} ngày ${two(time.getDate())}/${two(time.getMonth() + 1)}`;
}

function take(name) {
  try {
    const found = JSON.parse(localStorage.getItem(name));
    const fresh = found && Date.now() - found.since < KEPT_DAYS * 24 * 3600 * 1000;
    return fresh && Array.isArray(found.rows) ? found : null;
  } catch {
    return null; // storage is shut or holds nonsense: nothing to offer
  }
}

function put(name, value) {
  try {
    if (value) localStorage.setItem(name, JSON.stringify(value));
    else localStorage.removeItem(name);
  } catch {
    // storage is shut or full: the rows still stand on the page, and leaving it asks first
  }
}
