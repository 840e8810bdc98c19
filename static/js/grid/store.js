// The rows in memory: what the server holds, what was typed since, what is wrong, and the order on the page.
import { LEVELS, ROMAN, SECTIONS } from "./columns.js";

let temporary = 0;

export class Row {
  constructor(server, kind) {
    this.server = server; // null until the server knows the row
    this.id = server?.id ?? `new-${++temporary}`;
    this.edits = server ? {} : { recipient_kind: kind };
    this.errors = {};
    this.conflict = null; // {who, message, fresh}
    this.saving = false;
    this.gone = false;
  }

  get kind() {
    return this.edits.recipient_kind ?? this.server.kind;
  }

  value(key) {
    if (key in this.edits) return this.edits[key];
    const held = key === "recipient_kind" ? this.server?.kind : this.server?.[key];
    return held ?? "";
  }

  /** Whether something has to go to the server; a new row that nobody has typed into has not. */
  get dirty() {
    if (this.server) return Object.keys(this.edits).length > 0;
    return Object.entries(this.edits).some(([key, value]) => value && !GIVEN.has(key));
  }

  get level() {
    return LEVELS[this.server?.verdict] || "";
  }

  /** Cells that were typed and are not with the server. */
  get unsaved() {
    return this.dirty ? Object.keys(this.edits).filter((key) => !QUIET.has(key)).length : 0;
  }

  take(server) {
    this.server = server;
    this.id = server.id;
  }
}

const GIVEN = new Set(["recipient_kind", "award_kind"]); // what a new row has by itself
const QUIET = new Set(["recipient_kind", "unit", "person"]);

export class Store {
  constructor() {
    this.rows = [];
    this.kinds = [];
    this.dossier = { editable: false };
    this.filter = "";
    this.status = {};
  }

  load(data) {
    this.rows = data.rows.map((row) => new Row(row));
    this.kinds = data.kinds;
    this.dossier = data.dossier;
    this.status = data.status;
  }

  find(id) {
    return this.rows.find((row) => row.id === id);
  }

  get editable() {
    return this.dossier.editable;
  }

  /** Whether a cell of a row may be typed into. */
  open(row, key) {
    if (row.gone || key === "verdict") return false;
    if (!row.server) return this.editable;
    const fields = row.server.open_fields;
    if (fields === null) return this.editable;
    return fields.includes(key);
  }

  /** Everything on the page from top to bottom: section heads, rows, notes of conflict, the row "+". */
  items() {
    const items = [];
    let number = 0;
    let section = 0;
    for (const { kind, label } of SECTIONS) {
      const rows = this.rows.filter((row) => row.kind === kind);
      if (!rows.length) continue;
      items.push({ type: "group", key: `group-${kind}`, label: `${ROMAN[section++]}. ${label} (${rows.length})` });
      for (const row of rows) {
        number += 1;
        if (!this.shown(row)) continue;
        items.push({ type: "row", key: row.id, row, number });
        if (row.conflict) items.push({ type: "conflict", key: `conflict-${row.id}`, row });
      }
    }
    if (this.editable) items.push({ type: "new", key: "new" });
    return items;
  }

  shown(row) {
    return !this.filter || row.server?.verdict === this.filter || row.dirty || !row.server;
  }

  /** Put rows after a row of the same kind, or at the end of their section. */
  insert(rows, after = null) {
    const place = after && after.kind === rows[0]?.kind ? this.rows.indexOf(after) + 1 : this.rows.length;
    this.rows.splice(place, 0, ...rows);
  }

  drop(rows) {
    const gone = new Set(rows);
    this.rows = this.rows.filter((row) => !gone.has(row));
  }

  /** The kind of award a new row most likely gets: that of the row above, or the only one there is. */
  likelyKind(kind) {
    const above = [...this.rows].reverse().find((row) => row.kind === kind && row.value("award_kind"));
    if (above) return above.value("award_kind");
    const any = [...this.rows].reverse().find((row) => row.value("award_kind"))?.value("award_kind");
    const fits = (code) => this.kinds.some((one) => one.code === code && one.recipients.includes(kind));
    if (any && fits(any)) return any;
    const possible = this.kinds.filter((one) => one.recipients.includes(kind));
    return possible.length === 1 ? possible[0].code : null;
  }

  counts() {
    const of = (verdict) => this.rows.filter((row) => row.server?.verdict === verdict).length;
    return { "": this.rows.length, eligible: of("eligible"), look: of("look"), missing: of("missing") };
  }
}
