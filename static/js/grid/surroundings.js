// What stands around the grid: saved notice, counts and shares, filters by verdict, tools.
import { banner } from "../ui/notices.js";

const ICONS = { saving: "arrow-repeat", saved: "cloud-check", waiting: "cloud-slash" };

/** "Đang lưu…", "Đã lưu lúc 10:42", "3 ô chưa lưu". */
export function showSaved(state, words) {
  const note = document.getElementById("saved");
  const icon = document.createElement("i");
  icon.className = `bi bi-${ICONS[state]}`;
  icon.setAttribute("aria-hidden", "true");
  note.className = `saved saved-${state}`;
  note.replaceChildren(icon, ` ${words}`);
}

/** Counts of the segments and the shares of the status bar. */
export function showCounts(store) {
  const counts = store.counts();
  for (const button of document.querySelectorAll("#segments [data-filter]")) {
    button.querySelector("[data-count]").textContent = counts[button.dataset.filter];
  }
  for (const node of document.querySelectorAll("[data-status]")) node.textContent = store.status[node.dataset.status] ?? 0;
  for (const node of document.querySelectorAll("[data-if]")) node.hidden = !store.status[node.dataset.if];
  for (const quota of document.querySelectorAll("[data-quota]")) {
    const total = store.status.total_individuals || 0;
    const percent = total ? Math.round((100 * (store.status[quota.dataset.quota] || 0)) / total) : 0;
    quota.querySelector("rect:nth-of-type(2)").setAttribute("width", percent);
    quota.querySelector("svg").setAttribute("aria-label", `${percent}%`);
  }
}

export function wireFilters(grid) {
  document.getElementById("segments").addEventListener("click", (event) => {
    const button = event.target.closest("[data-filter]");
    if (!button) return;
    grid.store.filter = button.dataset.filter;
    for (const one of button.parentElement.children) one.setAttribute("aria-pressed", String(one === button));
    grid.redraw();
  });
}

export function wireTools(grid) {
  const tool = (name) => document.querySelector(`[data-grid="${name}"]`);
  tool("undo")?.addEventListener("click", () => grid.commands.undo());
  tool("redo")?.addEventListener("click", () => grid.commands.redo());
  tool("paste")?.addEventListener("click", () => pasteFromButton(grid));
  for (const button of document.querySelectorAll("[data-add]")) {
    button.addEventListener("click", () => {
      button.closest("details").open = false;
      grid.add(button.dataset.add);
    });
  }
  wireTools.refresh = () => {
    if (!tool("undo")) return;
    tool("undo").disabled = !grid.commands.done.length;
    tool("redo").disabled = !grid.commands.undone.length;
  };
}

// Without leave to read the clipboard the keys still work: the field takes the focus and says so.
async function pasteFromButton(grid) {
  if (!grid.visited) grid.goto(grid.view.items.length - 1, 1);
  grid.editor.focus();
  try {
    grid.paste(await navigator.clipboard.readText());
  } catch {
    banner("info", "Nhấn Ctrl V để dán.", "Trình duyệt chỉ cho dán bằng bàn phím. Con trỏ đã ở ô đang chọn của bảng.", { id: "paste-help" });
    grid.editor.focus();
  }
}
