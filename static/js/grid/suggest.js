// Offers under the cell while one types: people with their past awards, units with place and period, kinds, words used above.
import { fold } from "./columns.js";

const PAUSE = 140; // ms without a key before the server is asked

export class Suggest {
  constructor(list, field, api, store) {
    Object.assign(this, { list, field, api, store });
    this.items = [];
    this.at = -1;
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.onPick?.(this.items[Number(option.dataset.at)]);
    });
  }

  get isOpen() {
    return !this.list.hidden;
  }

  /** Look for offers for the words in a cell. */
  ask(row, key, text) {
    clearTimeout(this.timer);
    this.request?.abort();
    const kind = row?.kind ?? "individual";
    if (key === "gender") return this.show(local(["Ông", "Bà"], text, (label) => ({ gender: label === "Ông" ? "male" : "female" })));
    if (key === "award_kind") return this.show(this.kinds(kind, text));
    if (key === "title") return this.show(this.used("title", text));
    const people = key === "name" && kind === "individual";
    const units = key === "unit_text" || (key === "name" && kind === "collective");
    if ((!people && !units) || fold(text).length < 2) return this.close();
    this.timer = setTimeout(() => this.fetch(people, key, text), PAUSE);
    return undefined;
  }

  async fetch(people, key, text) {
    this.request = new AbortController();
    try {
      const ask = people ? this.api.people : this.api.units;
      const { items } = await ask(text, this.request.signal);
      this.show(people ? items.map(person) : items.map((item) => unit(item, key)));
    } catch (error) {
      if (error.name !== "AbortError") this.close(); // no offers is no reason to stop typing
    }
  }

  kinds(kind, text) {
    const wanted = fold(text);
    return this.store.kinds
      .filter((one) => !one.recipients.length || one.recipients.includes(kind))
      .filter((one) => !wanted || fold(one.label).includes(wanted) || fold(one.short).includes(wanted))
      .map((one) => ({ label: one.short, hint: one.short === one.label ? "" : one.label, values: { award_kind: one.code }, text: one.short }));
  }

  used(key, text) {
    const wanted = fold(text);
    const words = [...new Set(this.store.rows.map((row) => row.value(key)).filter(Boolean))];
    if (wanted.length < 2) return [];
    const near = words.filter((word) => fold(word).startsWith(wanted) && fold(word) !== wanted);
    return near.slice(0, 6).map((word) => ({ label: word, hint: "", values: { [key]: word }, text: word }));
  }

  show(items) {
    this.items = items;
    this.at = -1;
    if (!items.length) return this.close();
    this.list.replaceChildren(...items.map(option));
    this.list.hidden = false;
    this.field.setAttribute("aria-expanded", "true");
    this.onShow?.();
    return undefined;
  }

  close() {
    clearTimeout(this.timer);
    this.request?.abort();
    this.items = [];
    this.at = -1;
    this.list.hidden = true;
    this.field.setAttribute("aria-expanded", "false");
    this.field.removeAttribute("aria-activedescendant");
  }

  /** Arrow keys while the list is open. */
  step(by) {
    const count = this.items.length;
    this.at = this.at < 0 ? (by > 0 ? 0 : count - 1) : (this.at + by + count) % count;
    [...this.list.children].forEach((node, index) => node.setAttribute("aria-selected", String(index === this.at)));
    const node = this.list.children[this.at];
    node.scrollIntoView({ block: "nearest" });
    this.field.setAttribute("aria-activedescendant", node.id);
  }

  get chosen() {
    return this.items[this.at];
  }
}

function person(item) {
  const { name, gender, birth, title, unit: unitId, unit_text: unitText, id } = item;
  const place = [birth && `sinh ${birth.slice(-4)}`, title, unitText].filter(Boolean).join(", ");
  const more = item.awards.length ? item.awards : ["Chưa có lần khen thưởng nào trong sổ"];
  const values = { name, person: id };
  const known = { gender, birth, title, unit_text: unitText, unit: unitId };
  return { label: `${item.honorific} ${name}`.trim(), hint: place, more, values, fill: known, text: name };
}

function unit(item, key) {
  return { label: item.label, hint: item.hint, values: { [key]: item.label, unit: item.id }, text: item.label };
}

function local(words, text, values) {
  const wanted = fold(text);
  return words.filter((word) => fold(word).startsWith(wanted)).map((word) => ({ label: word, hint: "", values: values(word), text: word }));
}

function option(item, at) {
  const node = document.createElement("li");
  node.setAttribute("role", "option");
  node.setAttribute("aria-selected", "false");
  node.id = `option-${at}`;
  node.dataset.at = at;
  const parts = [["b", item.label, ""], item.hint && ["span", item.hint, "muted"], ...(item.more || []).map((line) => ["span", line, "sg-award"])];
  for (const [tag, text, css] of parts.filter(Boolean)) {
    const part = document.createElement(tag);
    part.textContent = text;
    if (css) part.className = css;
    node.append(part, " ");
  }
  return node;
}
