// What a pasted block of nominations means: headings, sections, columns.
import { fold, slotAt } from "./columns.js";

export { readBlock, writeBlock } from "../ui/block.js";

const HEADINGS = {
  "ong/ba": "gender", "ong, ba": "gender", "gioi tinh": "gender", "danh xung": "gender",
  "ho va ten": "name", "ho ten": "name", "ten tap the": "name", "ho va ten, ten tap the": "name", "ten tap the, ca nhan": "name",
  "nam sinh": "birth", "ngay sinh": "birth", "ngay, thang, nam sinh": "birth", "chuc vu": "title", "chuc danh": "title",
  "chuc vu, chuc danh": "title", "don vi": "unit_text", "don vi cong tac": "unit_text", "co quan, don vi": "unit_text",
  "co quan quan ly": "unit_text", "dia chi": "address", "hinh thuc": "award_kind", "hinh thuc khen thuong": "award_kind",
  "danh hieu, hinh thuc": "award_kind", "hinh thuc de nghi": "award_kind", "thanh tich": "achievement",
  "tom tat thanh tich": "achievement", stt: "", "ghi chu": "note", "doi tuong": "recipient_kind",
}; // prettier-ignore
const SECTION_HEADS = [
  [/^([ivx]+[.)]?\s*)?(cac\s+)?tap the(\s*\(\d+\))?$/, "collective"],
  [/^([ivx]+[.)]?\s*)?ho gia dinh(\s*\(\d+\))?$/, "household"],
  [/^([ivx]+[.)]?\s*)?(cac\s+)?ca nhan(\s*\(\d+\))?$/, "individual"],
];
const HONORIFICS = new Set(["ong", "ba", "nam", "nu", ""]);

/** Understand a pasted block: {lines: [{kind or null, values: {key: text}}], unknown: [headings not understood]}.
 *  `anchor`: the column of the active cell; `kind`: the kind of its row (null on the row "+"); `isAward`: text → boolean. */
export function planBlock(block, anchor, kind, isAward = () => false) {
  const filled = block.filter((row) => row.some((cell) => cell.trim()));
  const head = headingsOf(filled[0] || []);
  const lines = [];
  for (const part of parts(head ? filled.slice(1) : filled)) {
    const own = part.kind ?? (kind || head ? null : kindOfAll(part.rows));
    const keys = head?.keys ?? positions(part.rows, anchor, own ?? kind, isAward);
    lines.push(...part.rows.map((row) => ({ kind: own, values: valuesOf(row, keys) })));
  }
  return { lines, unknown: head?.unknown ?? [] };
}

// On the row "+" a block of nothing but collectives, or households, says so by its names.
function kindOfAll(rows) {
  const kinds = new Set(rows.map((row) => guessKind({ name: row.find((cell) => cell.trim() && !/^\s*\d{0,4}[.)]?\s*$/.test(cell)) })));
  const [only] = kinds.size === 1 ? kinds : [];
  return only && only !== "individual" ? only : null;
}

// A row that only says "I. Tập thể" begins a part of its own.
function parts(rows) {
  const found = [{ kind: null, rows: [] }];
  for (const row of rows) {
    const section = sectionOf(row);
    if (section) found.push({ kind: section, rows: [] });
    else found.at(-1).rows.push(row);
  }
  return found.filter((part) => part.rows.length);
}

function headingsOf(row) {
  const names = row.map((cell) => fold(cell).replace(/\s+/g, " "));
  const keys = names.map((name) => HEADINGS[name]);
  if (keys.filter((key) => key !== undefined).length < 2 || !keys.includes("name")) return null;
  return { keys: keys.map((key) => key ?? ""), unknown: row.filter((cell, at) => cell.trim() && keys[at] === undefined) };
}

function sectionOf(row) {
  const words = row.map(fold).filter(Boolean);
  if (words.length > 2) return null;
  const found = SECTION_HEADS.find(([pattern]) => pattern.test(words.at(-1)) && (words.length === 1 || /^[ivx]+[.)]?$/.test(words[0])));
  return found ? found[1] : null;
}

const ORDER = ["gender", "name", "birth", "title", "unit_text", "award_kind", "achievement"];

/** Which column of the block is which field, when there are no headings. */
function positions(rows, anchor, kind, isAward) {
  const all = (at, test) => rows.every((row) => test(fold(row[at])));
  const some = (at) => rows.some((row) => fold(row[at]));
  const width = Math.max(...rows.map((row) => row.length));
  const lead = width > 1 && anchor <= 1 && some(0) && all(0, (cell) => /^\d{0,4}[.)]?$/.test(cell)) ? [""] : [];
  const first = lead.length;
  if (kind && kind !== "individual" && anchor <= 3) return byContent(rows, first, width, kind, isAward);
  let start = anchor;
  const wide = width - first >= ORDER.length;
  if (anchor <= 1 && (some(first) || wide) && all(first, (cell) => HONORIFICS.has(cell.replace(/[.:]/g, "")))) start = 0;
  else if (anchor === 0) start = 1;
  return [...lead, ...ORDER.slice(start)];
}

const WIDE = { collective: ["name", "unit_text", "achievement"], household: ["name", "address", "unit_text", "achievement"] };

// Collectives and households have no columns of their own in most lists: the filled ones are taken in their order.
function byContent(rows, first, width, kind, isAward) {
  const wanted = [...WIDE[kind]];
  const keys = [];
  for (let at = 0; at < width; at += 1) {
    const words = rows.map((row) => (row[at] || "").trim()).filter(Boolean);
    if (at < first || !words.length) keys.push("");
    else if (!keys.includes("award_kind") && words.every(isAward)) keys.push("award_kind");
    else keys.push(wanted.shift() ?? "");
  }
  return keys;
}

function valuesOf(row, keys) {
  const values = {};
  row.forEach((cell, at) => {
    if (keys[at]) values[keys[at]] = cell;
  });
  return values;
}

// With their diacritics, because Tô, Trương, Đoàn are also family names.
const COLLECTIVE_WORDS = [
  "tập thể|nhân dân|cán bộ|phòng|trường|trung tâm|ban|hội|liên đoàn|ubnd|hđnd|ubmttq|ủy ban|uỷ ban|đảng bộ|đảng ủy|đảng uỷ|chi bộ",
  "huyện ủy|tỉnh ủy|thành ủy|công an|công ty|công đoàn|sở|xí nghiệp|hợp tác xã|htx|bệnh viện|trạm|hạt|chi cục|cục|kho bạc|ngân hàng",
  "quỹ|tổ|đội|khối|văn phòng|thôn|khu|xã|phường|thị trấn|bảo hiểm|bưu điện|điện lực|tòa án|viện|mặt trận|clb|câu lạc bộ",
  "đoàn (?:thanh niên|tncs|xã|phường|trường|khối|cơ sở|huyện|tỉnh)",
].join("|");
const COLLECTIVE = new RegExp(`^(?:${COLLECTIVE_WORDS})(?:\\s|$)`, "u");

/** The kind of recipient that a new line most likely is. */
export function guessKind(values) {
  const name = fold(values.name);
  if (/^ho (gia dinh|ong|ba)\b/.test(name)) return "household";
  if (fold(values.gender) || fold(values.birth)) return "individual";
  const written = String(values.name ?? "").normalize("NFC").toLowerCase().trim();
  return COLLECTIVE.test(written) && !fold(values.title) ? "collective" : "individual";
}

/** The field that a cell of a row takes from the column of another row (Ctrl D, copying down). */
export function fieldAt(kind, column) {
  return slotAt(kind, column)?.key;
}
