// The table of shares: what is left to hand out while one types; a column pasted from Excel fills the fields downwards.
import { readBlock } from "./ui/block.js";

const form = document.querySelector("[data-shares]");
const left = form?.querySelector("[data-share-left]");
const limit = Number.parseFloat((form?.dataset.shares ?? "").replace(",", "."));
const fields = () => [...form.querySelectorAll("[data-share], #id_add_value")];

function valueOf(text) {
  const plain = text.trim().replace(/[.\s](?=\d{3}(\D|$))/g, "").replace(",", ".");
  return plain === "" ? 0 : Number(plain);
}

function written(value) {
  return value.toLocaleString("vi-VN", { maximumFractionDigits: 4 });
}

function tell() {
  if (!left || Number.isNaN(limit)) return;
  const total = fields().reduce((sum, field) => sum + (valueOf(field.value) || 0), 0);
  const rest = Math.round((limit - total) * 10000) / 10000;
  const unit = form.dataset.unit;
  left.textContent =
    rest === 0 ? `Đã chia hết ${written(limit)} ${unit}` : rest > 0 ? `Còn phải chia ${written(rest)} ${unit}` : `Vượt ${written(-rest)} ${unit}`;
  left.classList.toggle("txt-bad", rest < 0);
  left.classList.toggle("txt-ok", rest === 0);
}

form?.addEventListener("input", tell);
form?.addEventListener("paste", (event) => {
  const start = event.target.closest("[data-share]");
  const rows = readBlock(event.clipboardData.getData("text/plain"));
  if (!start || (rows.length === 1 && rows[0].length === 1)) return;
  event.preventDefault();
  const column = [...form.querySelectorAll("[data-share]")];
  const from = column.indexOf(start);
  rows.forEach((row, place) => {
    const field = column[from + place];
    if (field) field.value = row[0].trim();
  });
  start.dispatchEvent(new Event("input", { bubbles: true }));
});
form?.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1, Enter: 1 }[event.key];
  if (!step || !event.target.matches("[data-share]")) return;
  const column = [...form.querySelectorAll("[data-share]")];
  const next = column[column.indexOf(event.target) + step];
  event.preventDefault();
  next?.focus();
  next?.select();
});
if (form) tell();
