// Draws the rows. On a desk only those in sight stand in the page (fixed heights), on a phone they come in portions.
import { ICONS, VERDICT_WORDS, show, slots } from "./columns.js";

const HEIGHTS = { row: 28, group: 26, conflict: 34, new: 28 };
const MARGIN = 20; // rows kept above and below the window
const PORTION = 80; // cards on a phone
const WIDTH = 9;

export class View {
  constructor(wrap, body, store) {
    this.wrap = wrap;
    this.body = body;
    this.store = store;
    this.items = [];
    this.shown = [0, 0];
    this.lines = new Map(); // key → the line drawn for it, kept while it scrolls
    this.portion = PORTION;
    this.phone = window.matchMedia("(max-width: 640px)");
    this.phone.addEventListener("change", () => this.refresh());
    wrap.addEventListener("scroll", () => requestAnimationFrame(() => this.follow()));
    window.addEventListener("resize", () => this.follow());
    window.addEventListener("scroll", () => this.phone.matches && this.more());
  }

  /** Draw everything anew: after rows came, went or moved. */
  refresh() {
    this.items = this.store.items();
    this.tops = [];
    let top = 0;
    for (const item of this.items) {
      this.tops.push(top);
      top += HEIGHTS[item.type];
    }
    this.height = top;
    this.lines.clear();
    this.draw(...this.window());
    document.getElementById("grid-empty").hidden = this.items.length > 0;
  }

  /** Draw one row anew. */
  update(row) {
    const item = this.items.find((one) => one.type === "row" && one.row === row);
    if (!item) return undefined;
    if (item.key !== row.id) return this.refresh();
    const old = this.lines.get(item.key);
    if (!old) return undefined;
    this.lines.delete(item.key);
    old.replaceWith(this.drawn(item));
    return this.afterDraw?.();
  }

  indexOf(row) {
    return this.items.findIndex((item) => item.row === row && item.type === "row");
  }

  cell(index, slot) {
    const item = this.items[index];
    const line = item && this.lines.get(item.key);
    return line?.querySelector(`[data-col="${slot ? slot.from : 0}"]`) || line?.querySelector("[data-col]");
  }

  /** Scroll so that an item is wholly in sight and drawn. */
  reveal(index) {
    if (this.phone.matches) return;
    const head = 32;
    const top = this.tops[index];
    const bottom = top + HEIGHTS[this.items[index].type];
    const { scrollTop, clientHeight } = this.wrap;
    if (top < scrollTop) this.wrap.scrollTop = Math.max(0, top - 4);
    else if (bottom + head > scrollTop + clientHeight) this.wrap.scrollTop = bottom + head - clientHeight + 2;
    this.follow();
  }

  follow() {
    if (this.phone.matches) return;
    const [start, end] = this.window();
    if (start !== this.shown[0] || end !== this.shown[1]) this.draw(start, end);
  }

  more() {
    const near = document.documentElement.scrollHeight - window.scrollY - window.innerHeight < 600;
    if (!near || this.portion >= this.items.length) return;
    this.portion += PORTION;
    this.draw(...this.window());
  }

  window() {
    if (this.phone.matches) return [0, Math.min(this.portion, this.items.length)];
    if (this.items.length <= 150) return [0, this.items.length];
    const first = this.at(this.wrap.scrollTop) - MARGIN;
    const last = this.at(this.wrap.scrollTop + this.wrap.clientHeight) + MARGIN;
    return [Math.max(0, first - (first % 10)), Math.min(this.items.length, last + 10 - (last % 10))];
  }

  at(height) {
    let low = 0;
    let high = this.tops.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.tops[middle] <= height) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  draw(start, end) {
    this.shown = [start, end];
    const items = this.items.slice(start, end);
    const keys = new Set(items.map((item) => item.key));
    for (const key of this.lines.keys()) if (!keys.has(key)) this.lines.delete(key);
    const lines = [gap(this.tops[start] ?? 0), ...items.map((item) => this.drawn(item))];
    lines.push(gap(this.phone.matches ? 0 : this.height - (this.tops[end] ?? this.height)));
    this.body.replaceChildren(...lines.filter(Boolean));
    this.afterDraw?.();
  }

  drawn(item) {
    if (!this.lines.has(item.key)) this.lines.set(item.key, this.line(item));
    return this.lines.get(item.key);
  }

  line(item) {
    const line = make("tr");
    line.dataset.key = item.key;
    if (item.type === "group") return this.group(line, item);
    if (item.type === "new") return this.newLine(line);
    if (item.type === "conflict") return this.conflict(line, item.row);
    return this.row(line, item);
  }

  group(line, item) {
    line.className = "group";
    const label = make("th", "", item.label);
    label.colSpan = WIDTH - 1;
    label.scope = "rowgroup";
    line.append(make("td", "c-no"), label);
    return line;
  }

  newLine(line) {
    line.className = "is-new";
    const sex = make("td", "c-sex");
    sex.dataset.col = 0;
    const name = make("td", "c-name", "Gõ họ tên để thêm dòng, hoặc dán từ Excel vào đây");
    name.dataset.col = 1;
    name.colSpan = WIDTH - 2;
    line.append(make("td", "c-no", "+"), sex, name);
    return line;
  }

  row(line, { row, number }) {
    line.className = this.classes(row);
    const head = make("td", "c-no", String(number));
    head.draggable = this.store.editable && Boolean(row.server);
    head.title = this.store.editable ? "Kéo để đổi chỗ, bấm đúp để sửa dòng" : "";
    line.append(head);
    for (const slot of slots(row.kind)) line.append(slot.key === "verdict" ? this.verdict(row, slot) : this.value(row, slot));
    return line;
  }

  classes(row) {
    const names = [];
    if (row.level === "bad") names.push("is-bad");
    if (row.level === "warn") names.push("is-warn");
    if (row.conflict) names.push("is-conflict");
    if (row.server?.state === "sent_back") names.push("is-returned");
    return names.join(" ");
  }

  value(row, slot) {
    const text = show(slot.key, row.value(slot.key), this.store.kinds);
    const cell = make("td", slot.css);
    if (slot.key === "name" && row.kind === "individual") {
      const honorific = make("span", "only-phone", show("gender", row.value("gender"), []) ? `${show("gender", row.value("gender"), [])} ` : "");
      cell.append(honorific);
    }
    cell.append(text);
    cell.colSpan = slot.to - slot.from + 1;
    cell.dataset.col = slot.from;
    const fault = row.errors[slot.key] || (slot.key === "unit_text" && row.errors.unit);
    cell.title = fault ? fault.join(" ") : text;
    if (fault) cell.classList.add("cell-bad");
    else if (!this.store.open(row, slot.key)) cell.classList.add("is-locked");
    if (row.conflict && differs(row, slot.key)) cell.classList.add("cell-warn");
    return cell;
  }

  verdict(row, slot) {
    const cell = make("td", "c-verdict");
    cell.dataset.col = slot.from;
    if (!row.server || row.saving) {
      if (row.saving) cell.append(waiting());
      return cell;
    }
    if (row.server.verdict) cell.append(verdictButton(row));
    return cell;
  }

  conflict(line, row) {
    line.className = "row-conflict";
    const cell = make("td");
    cell.colSpan = WIDTH;
    const { message, fresh } = row.conflict;
    const theirs = Object.keys(row.edits)
      .filter((key) => String(fresh[key] ?? "") !== String(row.edits[key] ?? "") && key !== "unit" && key !== "person")
      .map((key) => `“${show(key, fresh[key], this.store.kinds) || "trống"}” thay cho “${show(key, row.edits[key], this.store.kinds) || "trống"}” của bạn`);
    const words = make("span", "grow", `${message} Trên máy chủ là ${theirs.join("; ") || "bản khác"}.`);
    const mine = button("Giữ của tôi", "mine", row);
    const their = button("Lấy bản mới", "theirs", row);
    const box = make("div", "conflict-line");
    box.append(words, mine, their);
    cell.append(box);
    line.append(cell);
    return line;
  }
}

function differs(row, key) {
  return key in row.edits && String(row.conflict.fresh[key] ?? "") !== String(row.edits[key] ?? "");
}

function verdictButton(row) {
  const { verdict, verdict_text: text } = row.server;
  const button = make("button", `verdict verdict-${row.level}`);
  button.type = "button";
  button.tabIndex = -1;
  button.title = text || VERDICT_WORDS[verdict];
  button.setAttribute("aria-haspopup", "dialog");
  button.dataset.action = "open_verdict";
  const icon = make("i", `bi bi-${ICONS[row.level]}`);
  icon.setAttribute("aria-hidden", "true");
  button.append(icon, " ", make("span", "ellipsis", text || VERDICT_WORDS[verdict]));
  return button;
}

function waiting() {
  const note = make("span", "verdict muted");
  note.append(make("span", "spin"), " Đang kiểm tra");
  return note;
}

function button(label, choice, row) {
  const made = make("button", "btn btn-secondary btn-sm", label);
  made.type = "button";
  made.dataset.choose = choice;
  made.dataset.row = row.id;
  return made;
}

function gap(height) {
  if (height <= 0) return null;
  const line = make("tr", "gap");
  const cell = make("td");
  cell.colSpan = WIDTH;
  cell.style.height = `${height}px`;
  line.setAttribute("aria-hidden", "true");
  line.append(cell);
  return line;
}

function make(tag, css = "", text = "") {
  const node = document.createElement(tag);
  if (css) node.className = css;
  if (text) node.textContent = text;
  return node;
}
