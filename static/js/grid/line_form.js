// All fields of one line in a dialog: on a phone the way to edit, on a desk for what has no column of its own.
import { openDialog } from "../ui/dialogs.js";
import { parse } from "./columns.js";

const TEXTS = ["gender", "birth", "name", "title", "unit_text", "address", "award_kind", "achievement", "ethnicity", "vote_percent", "note"];
const FLAGS = ["is_direct_worker", "is_leader", "is_party_member"];

export class LineForm {
  constructor(dialog, store, commands, api, hooks) {
    Object.assign(this, { dialog, store, commands, api, hooks });
    this.form = dialog.querySelector("form");
    this.fields = this.form.elements;
    this.units = new Map();
    this.form.addEventListener("submit", (event) => this.save(event));
    this.fields.recipient_kind.addEventListener("change", () => this.fit());
    this.fields.unit_text.addEventListener("input", () => this.offer());
    this.form.querySelector("#line-remove").addEventListener("click", () => this.remove());
    dialog.addEventListener("close", () => this.closed());
  }

  open(row) {
    this.row = row;
    this.saved = false;
    const { fields } = this;
    fields.recipient_kind.value = row.kind;
    for (const key of TEXTS.filter((name) => name !== "award_kind")) fields[key].value = row.value(key) ?? "";
    for (const key of FLAGS) fields[key].checked = row.value(key) === true;
    this.fillKinds();
    this.lock();
    this.fit();
    this.showErrors();
    this.dialog.querySelector("#line-title").textContent = row.server ? row.value("name") || "Sửa dòng" : "Thêm dòng";
    openDialog(this.dialog);
    (fields.name.disabled ? this.dialog.querySelector("[data-close]") : fields.name).focus();
  }

  fillKinds() {
    const field = this.fields.award_kind;
    const kinds = this.store.kinds.filter((one) => !one.recipients.length || one.recipients.includes(this.fields.recipient_kind.value));
    const options = kinds.map((one) => new Option(one.label, one.code));
    field.replaceChildren(new Option("Chọn hình thức", ""), ...options);
    field.value = this.row.value("award_kind") || "";
  }

  lock() {
    const open = (key) => this.store.open(this.row, key);
    for (const key of [...TEXTS, ...FLAGS, "recipient_kind"]) this.fields[key].disabled = !open(key);
    this.form.querySelector("#line-save").hidden = ![...TEXTS, ...FLAGS].some(open);
    this.form.querySelector("#line-remove").hidden = !this.store.editable || !open("recipient_kind");
  }

  fit() {
    const kind = this.fields.recipient_kind.value;
    for (const part of this.form.querySelectorAll("[data-kinds]")) part.hidden = !part.dataset.kinds.includes(kind);
    this.fillKinds();
  }

  showErrors() {
    const note = this.form.querySelector("#line-error");
    const words = Object.values(this.row.errors).flat();
    note.hidden = !words.length;
    note.textContent = words.join(" ");
    for (const key of TEXTS) this.fields[key].classList.toggle("is-invalid", Boolean(this.row.errors[key]));
  }

  async offer() {
    clearTimeout(this.timer);
    this.timer = setTimeout(async () => {
      try {
        const { items } = await this.api.units(this.fields.unit_text.value);
        this.units = new Map(items.map((item) => [item.label, item.id]));
        const options = items.map((item) => Object.assign(new Option(item.hint, item.label), { value: item.label }));
        this.form.querySelector("#lf-units").replaceChildren(...options);
      } catch {
        this.units = new Map(); // no offers is no reason to stop typing
      }
    }, 160);
  }

  values() {
    const found = {};
    for (const key of TEXTS) if (!this.fields[key].disabled) found[key] = parse(key, this.fields[key].value, this.store.kinds);
    for (const key of FLAGS) {
      const held = this.row.value(key);
      if (!this.fields[key].disabled && (this.fields[key].checked || held === true)) found[key] = this.fields[key].checked;
    }
    if (!this.fields.recipient_kind.disabled) found.recipient_kind = this.fields.recipient_kind.value;
    if ("unit_text" in found && found.unit_text !== this.row.value("unit_text")) found.unit = this.units.get(found.unit_text) ?? null;
    return Object.fromEntries(Object.entries(found).filter(([key, value]) => (this.row.value(key) ?? "") !== (value ?? "") && this.store.open(this.row, key)));
  }

  async save(event) {
    event.preventDefault();
    const { row } = this;
    this.saved = true;
    const values = this.values();
    if (Object.keys(values).length) this.commands.edit([{ row, values }]);
    await this.hooks.flush();
    if (Object.keys(row.errors).length) {
      this.saved = false;
      return this.showErrors();
    }
    return this.dialog.close();
  }

  async remove() {
    this.saved = true;
    this.dialog.close();
    await this.commands.remove([this.row]);
  }

  // A new line that was opened and left empty does not stay.
  closed() {
    const { row } = this;
    if (!this.saved && !row.server && !row.value("name")) this.commands.takeOut([row]);
    this.hooks.closed(row);
  }
}
