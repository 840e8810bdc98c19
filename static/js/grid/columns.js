// What stands in which column, for each kind of recipient, and how a value reads and is typed.

export const COLUMNS = [
  { key: "gender", label: "Ông/Bà", css: "c-sex" },
  { key: "name", label: "Họ và tên", css: "c-name" },
  { key: "birth", label: "Năm sinh", css: "c-mid c-year" },
  { key: "title", label: "Chức vụ", css: "c-pos" },
  { key: "unit_text", label: "Đơn vị", css: "c-unit" },
  { key: "award_kind", label: "Hình thức", css: "c-award" },
  { key: "achievement", label: "Thành tích", css: "c-long" },
  { key: "verdict", label: "Kết luận", css: "c-verdict" },
];
export const LAST = COLUMNS.length - 1;

const plain = COLUMNS.map((column, index) => ({ ...column, from: index, to: index }));
const rest = plain.slice(4);
const LAYOUTS = {
  individual: plain,
  collective: [{ key: "name", label: "Tên tập thể", css: "c-name", from: 0, to: 3 }, ...rest],
  household: [
    { key: "name", label: "Chủ hộ", css: "c-name", from: 0, to: 1 },
    { key: "address", label: "Địa chỉ", css: "c-pos", from: 2, to: 3 },
    ...rest,
  ],
};

/** The cells of a row of that kind, from left to right. */
export function slots(kind) {
  return LAYOUTS[kind] || plain;
}

/** The cell of a row that covers a column. */
export function slotAt(kind, column) {
  return slots(kind).find((slot) => slot.from <= column && column <= slot.to);
}

export const SECTIONS = [
  { kind: "collective", label: "Tập thể" },
  { kind: "household", label: "Hộ gia đình" },
  { kind: "individual", label: "Cá nhân" },
];
export const ROMAN = ["I", "II", "III"];
export const LEVELS = { eligible: "ok", look: "warn", missing: "bad" };
export const ICONS = { ok: "check-circle-fill", warn: "exclamation-triangle-fill", bad: "x-circle-fill" };
export const VERDICT_WORDS = { eligible: "Đủ điều kiện", look: "Cần xem", missing: "Thiếu" };

/** Letters without diacritics, lower case: "Đặng" → "dang". */
export function fold(text) {
  return String(text ?? "").normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase().trim();
}

const GENDERS = { ong: "male", nam: "male", ba: "female", nu: "female" };

/** The value that a typed or pasted text stands for; unknown words stay as typed, the server says what is wrong. */
export function parse(key, text, kinds) {
  const words = String(text ?? "").replace(/\u00a0/g, " ").trim();
  if (key === "gender") return GENDERS[fold(words).replace(/[.:]/g, "")] ?? words;
  if (key === "award_kind") return kindOf(words, kinds)?.code ?? (words || null);
  if (key === "achievement") return words.replace(/\s*\n\s*/g, " ");
  return words.replace(/\s+/g, " ");
}

/** How a value reads in its cell. */
export function show(key, value, kinds) {
  if (value === null || value === undefined) return "";
  if (key === "gender") return { male: "Ông", female: "Bà" }[value] ?? value;
  if (key === "award_kind") return kinds.find((kind) => kind.code === value)?.short ?? value;
  return String(value);
}

function kindOf(words, kinds) {
  const wanted = fold(words);
  const same = (kind) => [kind.code, kind.label, kind.short].some((name) => fold(name) === wanted);
  const starts = (kind) => fold(kind.label).startsWith(wanted);
  if (!wanted) return undefined;
  const near = kinds.filter(starts);
  return kinds.find(same) || (near.length === 1 ? near[0] : undefined);
}
