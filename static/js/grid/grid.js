// The grid as one types in it: cursor, editor, offers, clipboard and commands put together.
import { toast } from "../ui/notices.js";
import { parse, show, slotAt, slots } from "./columns.js";
import { understood } from "./commands.js";
import { planBlock, readBlock, writeBlock } from "./tsv.js";

export class Grid {
  constructor(parts) {
    Object.assign(this, parts); // wrap, store, view, cursor, editor, suggest, commands, saver, verdict, form, announce, tip
    this.active = false;
    this.view.afterDraw = () => this.paint();
    this.editor.onInput = (text) => this.typed(text);
    this.suggest.onPick = (item) => this.pick(item);
    this.suggest.onShow = () => this.placeOffers();
  }

  // ------------------------------------------------------------------ where one is
  goto(index, column, options) {
    if (this.editor.editing) this.commit();
    const before = this.cursor.row;
    if (!this.cursor.go(index, column, options)) return;
    this.arrived(before);
  }

  moved(change) {
    const before = this.cursor.row;
    if (change()) this.arrived(before);
  }

  arrived(before) {
    if (before && before !== this.cursor.row) this.saver.left(before);
    this.view.reveal(this.cursor.end?.index ?? this.cursor.index);
    this.paint();
    this.say();
  }

  /** Show the cursor and the selection, and put the field over the active cell. */
  paint() {
    for (const node of this.view.body.querySelectorAll(".is-active, .is-selected, .is-current")) {
      node.classList.remove("is-active", "is-selected", "is-current");
    }
    if (this.view.phone.matches || this.cursor.index < 0) return;
    const cell = this.view.cell(this.cursor.index, this.cursor.slot);
    if (!cell) return;
    cell.classList.add("is-active");
    cell.parentElement.classList.add("is-current");
    this.select();
    if (this.editor.editing) return;
    this.editor.readOnly(!this.mayType());
    this.editor.rest(cell, this.words(), this.label());
    this.showTip(cell);
  }

  select() {
    const { rows, from, to } = this.cursor.block();
    if (!this.cursor.end) return;
    for (const row of rows) {
      const line = this.view.lines.get(row.id);
      for (const cell of line?.querySelectorAll("[data-col]") ?? []) {
        const at = Number(cell.dataset.col);
        if (at >= from && at <= to) cell.classList.add("is-selected");
      }
    }
  }

  words() {
    const { row, slot } = this.cursor;
    if (!row || slot.key === "verdict") return row?.server?.verdict_text ?? "";
    return show(slot.key, row.value(slot.key), this.store.kinds);
  }

  label() {
    const { row, slot, item } = this.cursor;
    const place = row ? `dòng ${item.number}` : "";
    return [slot.label, place, row && !this.mayType() && slot.key !== "verdict" ? "chỉ xem" : ""].filter(Boolean).join(", ");
  }

  mayType() {
    const { row, isNew, slot } = this.cursor;
    return isNew ? this.store.editable : Boolean(row) && this.store.open(row, slot.key);
  }

  say() {
    const { rows, from, to } = this.cursor.block();
    const size = this.cursor.end ? `Đang chọn ${rows.length} dòng, ${to - from + 1} cột` : `${this.label()}: ${this.words() || "trống"}`;
    this.announce.textContent = size;
  }

  showTip(cell) {
    const { row, slot } = this.cursor;
    const fault = row && (row.errors[slot.key] || (slot.key === "unit_text" && row.errors.unit));
    this.tip.hidden = !fault;
    if (!fault) return;
    this.tip.textContent = fault.join(" ");
    const frame = this.wrap.getBoundingClientRect();
    const box = cell.getBoundingClientRect();
    this.tip.style.left = `${box.left - frame.left + this.wrap.scrollLeft}px`;
    this.tip.style.top = `${box.bottom - frame.top + this.wrap.scrollTop + 2}px`;
  }

  // ------------------------------------------------------------------ typing
  typed(text) {
    this.tip.hidden = true;
    this.suggest.ask(this.cursor.row, this.cursor.slot.key, text);
  }

  edit() {
    if (!this.mayType()) return;
    this.editor.open();
    this.suggest.ask(this.cursor.row, this.cursor.slot.key, this.cursor.slot.key === "award_kind" ? "" : this.words());
  }

  /** Write what was typed; the row "+" becomes a row. */
  commit() {
    const text = this.editor.close();
    this.suggest.close();
    if (text === null) return this.paint();
    const { key } = this.cursor.slot;
    this.write(understood({ [key]: text }, this.store.kinds, this.cursor.row?.kind ?? "individual"), key, text);
    return undefined;
  }

  write(values, key, text) {
    const { row } = this.cursor;
    if (key === "award_kind" && !parse(key, text ?? "", this.store.kinds)) values = { award_kind: null };
    if (!row) return this.begin(values);
    if (key === "name" && row.kind === "individual" && row.value("person") && !("person" in values)) values = { ...values, person: null };
    this.commands.edit([{ row, values: this.commands.allowed(row, values) }]);
    return this.paint();
  }

  begin(values) {
    if (!Object.values(values).some(Boolean)) return this.paint();
    const [row] = this.commands.add([{ kind: "individual", values }]);
    this.cursor.go(this.view.indexOf(row), this.cursor.column > 1 ? 1 : this.cursor.column);
    this.view.reveal(this.cursor.index);
    return this.paint();
  }

  cancel() {
    this.editor.close();
    this.suggest.close();
    this.paint();
  }

  /** An offer was taken: it fills its field and the empty ones beside it. */
  pick(item) {
    const { row, slot } = this.cursor;
    const fill = Object.entries(item.fill ?? {}).filter(([key, value]) => value && !row?.value(key));
    if (fill.some(([key]) => key === "unit") && row?.value("unit_text")) fill.splice(fill.findIndex(([key]) => key === "unit"), 1);
    const values = { ...item.values, ...Object.fromEntries(fill) };
    this.editor.close();
    this.suggest.close();
    this.write(values, slot.key, item.text);
    this.editor.focus();
  }

  placeOffers() {
    const { list } = this.suggest;
    const cell = this.view.cell(this.cursor.index, this.cursor.slot);
    const box = cell.getBoundingClientRect();
    const frame = this.wrap.getBoundingClientRect();
    list.style.left = `${Math.min(box.left, frame.right - list.offsetWidth - 18) - frame.left + this.wrap.scrollLeft}px`;
    const [above, below] = [box.top - frame.top - 8, frame.bottom - box.bottom - 8];
    list.style.maxHeight = `${Math.min(280, Math.max(above, below))}px`;
    const under = below >= Math.min(list.offsetHeight, above);
    const top = under ? box.bottom + 3 : box.top - list.offsetHeight - 3;
    list.style.top = `${top - frame.top + this.wrap.scrollTop}px`;
  }

  // ------------------------------------------------------------------ blocks
  copy() {
    const { rows, from, to } = this.cursor.block();
    return writeBlock(rows.map((row) => this.cells(row, from, to)));
  }

  // A collective's wide cell stands in the column of the name, its other columns stay empty, as in a sheet.
  cells(row, from, to) {
    const line = [];
    for (let column = from; column <= to; column += 1) {
      const slot = slotAt(row.kind, column);
      const home = slot.key === "name" ? Math.max(slot.from, Math.min(1, to)) : slot.from;
      const here = column === (slot.key === "name" && from > home ? from : home);
      line.push(here ? this.read(row, slot) : "");
    }
    return line;
  }

  read(row, slot) {
    return slot.key === "verdict" ? row.server?.verdict_text ?? "" : show(slot.key, row.value(slot.key), this.store.kinds);
  }

  paste(text) {
    const { row, isNew } = this.cursor;
    if (!text.trim() || (!row && !isNew)) return;
    const block = readBlock(text);
    if (block.length === 1 && block[0].length === 1) return this.fill(block[0][0]);
    const plan = planBlock(block, isNew ? Math.min(1, this.cursor.column) : this.cursor.column, row?.kind ?? null, this.isAward);
    if (!row && !this.store.editable) return;
    const chosen = this.cursor.block().rows;
    const lines = plan.lines.length === 1 && chosen.length > 1 ? chosen.map(() => plan.lines[0]) : plan.lines;
    const { changed, added } = this.commands.paste(lines, chosen[0] ?? null, this.store.kinds);
    const left = plan.unknown.length ? ` Chưa nhận ra cột: ${plan.unknown.join(", ")}.` : "";
    toast(`Đã dán ${changed + added} dòng${added ? `, thêm ${added}` : ""}.${left} Ctrl Z để hoàn tác.`, { icon: "clipboard-check" });
    this.saver.left(row ?? this.store.rows.at(-1));
    this.paint();
  }

  isAward = (text) => this.store.kinds.some((kind) => kind.code === parse("award_kind", text, this.store.kinds));

  /** One value into every selected cell. */
  fill(text) {
    const { row, slot } = this.cursor;
    if (!row) return this.begin(understood({ [slot.key]: text }, this.store.kinds, "individual"));
    return this.change((one) => understood({ [one.key]: text }, this.store.kinds, row.kind));
  }

  clear() {
    this.change((slot) => empty(slot.key));
  }

  change(make) {
    const { rows, from, to } = this.cursor.block();
    const changes = rows.map((row) => {
      const inside = slots(row.kind).filter((slot) => slot.from <= to && slot.to >= from && this.store.open(row, slot.key));
      return { row, values: this.commands.allowed(row, Object.assign({}, ...inside.map(make))) };
    });
    this.commands.edit(changes.filter(({ values }) => Object.keys(values).length));
    this.paint();
  }

  /** Ctrl D: the first row of the selection into the others; with one cell, the cell above into it. */
  fillDown() {
    const { rows, from, to } = this.cursor.block();
    const above = this.view.items[this.cursor.next(Math.min(this.cursor.index, this.cursor.end?.index ?? this.cursor.index), -1)];
    const [source, targets] = rows.length > 1 ? [rows[0], rows.slice(1)] : [above?.row, rows];
    if (!source || source === targets[0]) return;
    const changes = targets.map((row) => {
      const shared = slots(row.kind).filter((slot) => slot.from <= to && slot.to >= from && this.store.open(row, slot.key));
      const values = Object.fromEntries(shared.map((slot) => [slot.key, source.value(slot.key) || null]).map(([key, value]) => [key, value ?? ""]));
      if ("unit_text" in values) values.unit = source.value("unit") || null;
      return { row, values: this.commands.allowed(row, values) };
    });
    this.commands.edit(changes);
    this.paint();
  }

  // ------------------------------------------------------------------ rows
  add(kind) {
    if (this.editor.editing) this.commit();
    const after = this.cursor.row?.kind === kind ? this.cursor.row : null;
    const [row] = this.commands.add([{ kind, values: {} }], after);
    if (this.view.phone.matches) return this.form.open(row);
    this.cursor.go(this.view.indexOf(row), slotAt(kind, 1).from);
    this.arrived(null);
    return this.editor.focus();
  }

  async remove() {
    const { rows } = this.cursor.block();
    if (!rows.length || !this.store.editable) return;
    await this.commands.remove(rows);
    toast(`Đã bỏ ${rows.length} dòng. Ctrl Z để hoàn tác.`, { icon: "trash" });
  }

  shift(by) {
    const { row } = this.cursor;
    const rows = this.store.rows.filter((one) => one.kind === row?.kind && this.store.shown(one));
    const target = rows[rows.indexOf(row) + by];
    if (row && target && this.store.editable) this.commands.move(row, target, by > 0);
  }

  /** Jump to a row from a list beside the grid. */
  reveal(id, column = 1) {
    const row = this.store.find(id);
    if (!row) return;
    if (this.view.phone.matches) {
      this.view.body.querySelector(`tr[data-key="${CSS.escape(id)}"]`)?.scrollIntoView({ block: "center" });
      return;
    }
    const open = slots(row.kind).find((slot) => row.server?.open_fields?.length && this.store.open(row, slot.key));
    this.goto(this.view.indexOf(row), open ? open.from : column);
    this.editor.focus();
  }

  redraw() {
    const key = this.cursor.row?.id ?? this.cursor.item?.key;
    const { row } = this.cursor;
    this.view.refresh();
    this.cursor.follow(row ? row.id : key);
    this.paint();
  }
}

function empty(key) {
  if (key === "award_kind") return { award_kind: null };
  if (key === "unit_text") return { unit_text: "", unit: null };
  if (key === "name") return { name: "", person: null };
  return { [key]: "" };
}
