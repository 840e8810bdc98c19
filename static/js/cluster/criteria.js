// The table of criteria: add rows, paste a block of Excel, the sum of the base beside the maximum that was written.
import { readBlock } from "../ui/block.js";
import { toast } from "../ui/notices.js";

const form = document.querySelector("[data-criteria]");
const body = form.querySelector("[data-rows]");
const total = form.querySelector('input[name="rows-TOTAL_FORMS"]');
const most = Number(form.querySelector('input[name="rows-MAX_NUM_FORMS"]').value);
const BASE = ["hand", "formula"];

/** A blank row at the end; null when the table is full. */
function add() {
  const place = Number(total.value);
  if (place >= most) return null;
  const holder = document.createElement("tbody");
  holder.append(form.querySelector("[data-blank]").content.cloneNode(true));
  for (const part of holder.querySelectorAll("*")) {
    for (const { name, value } of [...part.attributes]) if (value.includes("__prefix__")) part.setAttribute(name, value.replaceAll("__prefix__", place));
  }
  const row = holder.firstElementChild;
  const last = body.lastElementChild;
  if (last) row.querySelector('[data-column="part"]').value = last.querySelector('[data-column="part"]').value;
  body.append(row);
  total.value = place + 1;
  window.htmx?.process(row);
  return row;
}

/** "1.250,5" as a number; NaN when it is none. */
function numberOf(text) {
  const plain = text.trim();
  return plain === "" ? 0 : Number(/^\d+\.\d{1,2}$/.test(plain) ? plain : plain.replaceAll(".", "").replace(",", "."));
}

function sum() {
  let found = 0;
  for (const row of body.rows) {
    if (row.querySelector('input[name$="-DELETE"]')?.checked) continue;
    if (BASE.includes(row.querySelector('[data-column="kind"]').value)) found += numberOf(row.querySelector('[data-column="maximum"]').value) || 0;
  }
  const wanted = numberOf(form.querySelector('input[name="maximum"]').value);
  const place = form.querySelector("[data-sum]");
  const fits = Math.abs(found - wanted) < 0.005;
  place.textContent = `Cộng các tiêu chí: ${found.toLocaleString("vi-VN", { maximumFractionDigits: 2 })}${fits ? "" : " – khác tổng điểm chuẩn"}`;
  place.dataset.tone = fits ? "ok" : "warn";
}

function put(field, word) {
  if (!field.matches("select")) field.value = word.trim();
  else {
    const wanted = word.trim().toLowerCase();
    const found = [...field.options].find((option) => option.textContent.trim().toLowerCase() === wanted);
    if (found) field.value = found.value;
  }
}

/** A block of Excel fills the columns to the right and the rows below; rows are added as long as there is room. */
function paste(event) {
  const field = event.target.closest("[data-column]");
  const block = readBlock(event.clipboardData?.getData("text/plain") ?? "");
  if (!field || (block.length < 2 && block[0].length < 2)) return;
  event.preventDefault();
  const columns = [...field.closest("tr").querySelectorAll("[data-column]")].map((one) => one.dataset.column);
  const first = columns.indexOf(field.dataset.column);
  let row = field.closest("tr");
  let lost = 0;
  for (const words of block) {
    row ??= add();
    if (!row) {
      lost += 1;
      continue;
    }
    words.forEach((word, right) => columns[first + right] && put(row.querySelector(`[data-column="${columns[first + right]}"]`), word));
    row = row.nextElementSibling;
  }
  form.dispatchEvent(new Event("input", { bubbles: true }));
  sum();
  toast(`Đã dán ${block.length - lost} dòng.${lost ? ` Bảng nhận nhiều nhất ${most} dòng, ${lost} dòng cuối chưa vào.` : ""}`);
}

form.addEventListener("input", sum);
form.addEventListener("change", (event) => {
  if (event.target.name?.endsWith("-DELETE")) event.target.closest("tr").classList.toggle("is-dropped", event.target.checked);
  sum();
});
form.addEventListener("paste", paste);
form.addEventListener("click", (event) => {
  if (event.target.closest("[data-add]")) add()?.querySelector('[data-column="name"]').focus();
});
sum();
