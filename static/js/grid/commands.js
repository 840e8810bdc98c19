// What can be undone: cells, new rows, rows taken out, a new order. One press of Ctrl Z takes back one of them.
import { guessKind } from "./tsv.js";
import { parse } from "./columns.js";
import { Row } from "./store.js";

const KEEP = 200; // steps

export class Commands {
  constructor(store, saver, api, hooks) {
    Object.assign(this, { store, saver, api, hooks }); // hooks: {changed(row), structure(), told()}
    this.done = [];
    this.undone = [];
    this.busy = false;
  }

  push(command) {
    this.done.push(command);
    if (this.done.length > KEEP) this.done.shift();
    this.undone = [];
    this.hooks.told();
  }

  undo() {
    return this.step(this.done, this.undone, "undo");
  }

  redo() {
    return this.step(this.undone, this.done, "redo");
  }

  async step(from, to, way) {
    if (this.busy || !from.length) return;
    this.busy = true;
    const command = from.pop();
    const parts = way === "undo" ? [...command].reverse() : command;
    try {
      for (const part of parts) await part[way]();
      to.push(command);
    } finally {
      this.busy = false;
      this.hooks.told();
    }
  }

  /** Change cells: [{row, values}] as one step. */
  edit(changes) {
    const part = this.editPart(changes.filter(({ row, values }) => differs(row, values)));
    if (part) this.push([part]);
  }

  editPart(changes) {
    if (!changes.length) return null;
    const before = changes.map(({ row, values }) => ({ row, values: pick(row, Object.keys(values)) }));
    const write = (list) => list.forEach(({ row, values }) => this.write(row, values));
    write(changes);
    return { undo: () => write(before), redo: () => write(changes) };
  }

  write(row, values) {
    const moved = "recipient_kind" in values && values.recipient_kind !== row.kind;
    for (const [key, value] of Object.entries(values)) {
      if (row.server && same(row.server[key === "recipient_kind" ? "kind" : key], value)) delete row.edits[key];
      else row.edits[key] = value;
      delete row.errors[key];
    }
    if (moved) this.hooks.structure();
    else this.hooks.changed(row);
    this.saver.touch(row);
  }

  /** New rows with values, [{kind, values}], after a row or at the end; answers the rows. */
  add(list, after = null) {
    const { rows, part } = this.addPart(list, after);
    this.push([part]);
    return rows;
  }

  addPart(list, after = null) {
    const rows = list.map(({ kind, values }) => this.fresh(kind, values));
    this.place(rows, after);
    rows.forEach((row) => this.saver.touch(row));
    this.hooks.structure();
    return { rows, part: { undo: () => this.takeOut(rows), redo: () => this.putBack(rows, after) } };
  }

  fresh(kind, values) {
    const row = new Row(null, kind);
    const usual = this.store.likelyKind(kind);
    Object.assign(row.edits, usual ? { award_kind: usual } : {}, values);
    return row;
  }

  place(rows, after) {
    for (const kind of new Set(rows.map((row) => row.kind))) {
      const same = rows.filter((row) => row.kind === kind);
      this.store.insert(same, after?.kind === kind ? after : null);
    }
  }

  /** Take rows out of the dossier. */
  async remove(rows) {
    if (await this.takeOut(rows)) this.push([{ undo: () => this.putBack(rows), redo: () => this.takeOut(rows) }]);
  }

  async takeOut(rows) {
    const places = new Map(rows.map((row) => [row, this.store.rows.indexOf(row)]));
    rows.forEach((row) => (row.place = places.get(row)));
    this.store.drop(rows.filter((row) => !row.server && !row.saving));
    const known = rows.filter((row) => this.store.rows.includes(row));
    if (known.length) {
      const answer = await this.saver.run(() => this.api.remove(known.filter((row) => row.server).map((row) => row.id)));
      if (!answer) return false;
      this.store.drop(known);
    }
    this.hooks.structure();
    return true;
  }

  async putBack(rows, after = null) {
    const held = rows.filter((row) => row.server);
    const answer = held.length ? await this.saver.run(() => this.api.restore(held.map((row) => row.id))) : { rows: [] };
    if (!answer) return;
    answer.rows.forEach((server) => held.find((row) => row.id === server.id)?.take(server));
    const ordered = [...rows].sort((a, b) => (a.place ?? 0) - (b.place ?? 0));
    for (const row of ordered) {
      if (row.place >= 0 && row.place <= this.store.rows.length) this.store.rows.splice(row.place, 0, row);
      else this.place([row], after);
      this.saver.touch(row);
    }
    this.hooks.structure();
  }

  /** Move a row before or after another one of its section. */
  async move(row, target, below) {
    if (row === target || row.kind !== target.kind) return;
    const before = this.store.rows.slice();
    const rows = before.filter((one) => one !== row);
    rows.splice(rows.indexOf(target) + (below ? 1 : 0), 0, row);
    const arrange = async (order) => {
      this.store.rows = order.filter((one) => this.store.rows.includes(one));
      this.hooks.structure();
      await this.saver.run(() => this.api.order(order.filter((one) => one.server).map((one) => one.id)));
    };
    this.push([{ undo: () => arrange(before), redo: () => arrange(rows) }]);
    await arrange(rows);
  }

  /** A pasted block: fills rows from `start` down, adds rows at the end of the section; one step. */
  paste(lines, start, kinds) {
    const parts = [];
    const targets = start ? this.section(start) : [];
    const changes = [];
    const extra = [];
    let next = 0;
    for (const { kind, values } of lines) {
      const row = !kind || kind === start?.kind ? targets[next] : undefined;
      if (row) {
        next += 1;
        const found = understood(values, kinds, row.kind);
        if ("name" in found && found.name !== row.value("name")) found.person = null; // another name is not the linked person
        changes.push({ row, values: this.allowed(row, found) });
      } else {
        const own = kind || (start && targets.length ? start.kind : guessKind(values));
        extra.push({ kind: own, values: understood(values, kinds, own) });
      }
    }
    const edited = this.editPart(changes.filter(({ row, values }) => differs(row, values)));
    if (edited) parts.push(edited);
    const real = extra.filter(({ values }) => Object.values(values).some((value) => value));
    if (real.length && this.store.editable) parts.push(this.addPart(real).part);
    if (parts.length) this.push(parts);
    return { changed: changes.length, added: real.length };
  }

  section(start) {
    const rows = this.store.rows.filter((row) => row.kind === start.kind && this.store.shown(row));
    return rows.slice(rows.indexOf(start));
  }

  allowed(row, values) {
    return Object.fromEntries(Object.entries(values).filter(([key]) => this.store.open(row, key)));
  }
}

/** Typed words as values; free text in a unit is not the linked record any more, "Bà Phạm Thị Duyên" is Bà and a name. */
export function understood(typed, kinds, kind) {
  const found = {};
  const values = kind === "individual" ? withHonorific(typed) : typed;
  for (const [key, text] of Object.entries(values)) {
    if (key === "recipient_kind" || key === "") continue;
    found[key] = parse(key, text, kinds);
    if (key === "unit_text") found.unit = null;
  }
  if ("award_kind" in found && !found.award_kind) delete found.award_kind;
  return found;
}

function withHonorific(values) {
  const split = /^\s*(ông|bà)[\s:.]+(\S+\s+\S.*)$/iu.exec(values.name ?? "");
  return split && !values.gender ? { ...values, gender: split[1], name: split[2] } : values;
}

function pick(row, keys) {
  return Object.fromEntries(keys.map((key) => [key, key === "unit" || key === "person" ? row.value(key) || null : row.value(key)]));
}

function same(held, value) {
  return (held ?? "") === (value ?? "");
}

function differs(row, values) {
  return Object.entries(values).some(([key, value]) => !same(row.value(key), value));
}
