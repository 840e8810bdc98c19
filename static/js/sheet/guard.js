// What the page says about saving, and nobody leaves it before the last cell is saved.
import { banner } from "../ui/notices.js";

let living = () => [];

/** Begin to watch; `sheets` answers the sheets that are on the page now. */
export function startGuard(sheets) {
  living = sheets;
  window.addEventListener("beforeunload", (event) => unsaved().length && event.preventDefault());
  document.addEventListener("submit", hold, true);
  document.addEventListener("click", holdLink, true);
  document.addEventListener("htmx:confirm", holdRequest);
  showStatus();
}

export function flushAll(sheets) {
  return Promise.all(sheets.map((sheet) => sheet.saver.flush()));
}

function unsaved() {
  return living().flatMap((sheet) => sheet.saver.unsaved());
}

/** Everything that was typed goes out first; answers whether all of it arrived. */
async function settle() {
  for (const sheet of living()) {
    if (sheet.table.contains(document.activeElement)) sheet.commit([document.activeElement].filter((one) => one.dataset.field));
  }
  await flushAll(living());
  const left = unsaved();
  if (!left.length) return true;
  banner("warn", "Còn ô chưa lưu.", "Hãy sửa các ô được tô màu (hoặc bấm Esc trong ô để lấy lại số cũ) rồi làm tiếp.", { id: "sheet-refused" });
  left[0].focus();
  return false;
}

async function hold(event) {
  if (!unsaved().length) return;
  event.preventDefault();
  event.stopPropagation();
  const { target, submitter } = event;
  if (await settle()) target.requestSubmit(submitter);
}

async function holdLink(event) {
  const link = event.target.closest?.("a[href]");
  const plain = link && !link.target && !link.hasAttribute("download") && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0;
  if (!plain || link.getAttribute("href").startsWith("#") || !unsaved().length) return;
  event.preventDefault();
  event.stopPropagation();
  if (await settle()) link.click();
}

async function holdRequest(event) {
  if (!unsaved().length || event.target.closest?.("[data-sheet-free]")) return;
  event.preventDefault();
  if (await settle()) event.detail.issueRequest(true);
}

/** The line "Đã lưu lúc 10:42"; with faulty cells a button that leads to the first of them. */
export function showStatus() {
  const place = document.querySelector("[data-sheet-status]");
  if (!place) return;
  const savers = living().map((sheet) => sheet.saver);
  const faulty = savers.flatMap((saver) => saver.faulty());
  const waiting = savers.reduce((sum, saver) => sum + saver.open, 0);
  const [icon, tone, text] = words(savers, faulty, waiting);
  place.className = `saved ${tone}`;
  place.setAttribute("role", "status");
  place.replaceChildren(iconOf(icon), faulty.length ? wayTo(faulty[0], text) : text);
}

function words(savers, faulty, waiting) {
  if (savers.some((saver) => saver.offline)) return ["wifi-off", "saved-waiting", `Mất kết nối, ${waiting} ô chờ gửi`];
  if (faulty.length) return ["exclamation-triangle", "saved-waiting", `${faulty.length} ô cần xem lại`];
  if (waiting) return ["arrow-repeat", "saved-saving", "Đang lưu…"];
  const last = savers.map((saver) => saver.savedAt).filter(Boolean).sort((a, b) => b - a)[0];
  if (!last) return ["check2", "saved-saving", "Tự lưu khi rời ô"];
  return ["check-circle", "", `Đã lưu lúc ${last.toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" })}`];
}

function wayTo(cell, text) {
  const way = document.createElement("button");
  way.type = "button";
  way.className = "btn-link-plain";
  way.textContent = text;
  way.addEventListener("click", () => cell.focus());
  return way;
}

function iconOf(name) {
  const icon = document.createElement("i");
  icon.className = `bi bi-${name}`;
  icon.setAttribute("aria-hidden", "true");
  return icon;
}
