// Entry grid of a dossier: loads the rows and puts the parts together.
import { banner } from "../ui/notices.js";
import { createApi } from "./api.js";
import { Commands } from "./commands.js";
import { Cursor } from "./cursor.js";
import { Drafts } from "./drafts.js";
import { Editor } from "./editor.js";
import { Grid } from "./grid.js";
import { wireKeys, wirePointer } from "./keys.js";
import { LineForm } from "./line_form.js";
import { startPapers } from "./papers.js";
import { Saver } from "./saver.js";
import { showCounts, showSaved, wireFilters, wireTools } from "./surroundings.js";
import { startSteps } from "./steps.js";
import { Store } from "./store.js";
import { Suggest } from "./suggest.js";
import { Verdict } from "./verdict.js";
import { View } from "./view.js";
import { wireWidths } from "./widths.js";

const byId = (id) => document.getElementById(id);
const wrap = byId("grid");
const api = createApi(wrap.dataset.url);
const store = new Store();
const view = new View(wrap, byId("rows"), store);
let grid;
let drafts;

const changed = (row) => {
  view.update(row);
  showCounts(store);
};
const structure = () => {
  grid.redraw();
  showCounts(store);
};
const saver = new Saver(api, store, {
  changed,
  structure,
  saved: showSaved,
  kept: () => drafts.keep(),
  status: (status) => {
    store.status = status;
    showCounts(store);
  },
  version: ({ dossier, rows }) => {
    document.querySelectorAll("[data-dossier-version]").forEach((field) => (field.value = dossier.version));
    document.querySelectorAll("[data-row-version]").forEach((field) => {
      const row = rows.find((one) => one.id === field.dataset.rowVersion);
      if (row?.server) field.value = row.server.version;
    });
  },
});
drafts = new Drafts(wrap.dataset.drafts, store, saver, { structure });
const commands = new Commands(store, saver, api, { changed, structure, told: () => wireTools.refresh?.() });
const cursor = new Cursor(view, store);
const editor = new Editor(byId("cell"), wrap);
const suggest = new Suggest(byId("suggestions"), byId("cell"), api, store);
const form = new LineForm(byId("line-dialog"), store, commands, api, {
  flush: () => saver.flush(),
  closed: () => view.phone.matches || editor.focus(),
});
const verdict = new Verdict(byId("verdict-pop"), byId("pop-back"), api, {
  anchor: (row) => view.body.querySelector(`tr[data-key="${CSS.escape(row.id)}"] .verdict`),
  closed: () => view.phone.matches || editor.focus(),
  step: (row, by) => grid.exception(row, by),
  taken: (row, answer) => {
    const server = answer.rows.find((one) => one.id === row.id);
    if (server) row.take(server);
    saver.accept(answer);
    changed(row);
  },
});

grid = new Grid({
  wrap, store, view, cursor, editor, suggest, commands, saver, verdict, form, announce: byId("announce"), tip: byId("cell-tip"),
});

Object.assign(grid, {
  openVerdict: async (row = cursor.row) => {
    if (!row) return;
    await saver.flush();
    if (row.server) verdict.open(row);
  },
  openForm: (row = cursor.row) => row && form.open(row),
  /** Alt with arrows inside the popover: the next line that is not clean. */
  exception: (row, by) => {
    const rows = view.items.filter((item) => item.type === "row" && item.row.server && item.row.level !== "ok").map((item) => item.row);
    const at = rows.indexOf(row);
    const next = rows[at < 0 ? 0 : (at + by + rows.length) % rows.length];
    if (!next) return;
    grid.goto(view.indexOf(next), 7);
    verdict.open(next);
  },
  /** One click on a row that two people changed. */
  settle: (row, choice) => {
    const { fresh } = row.conflict;
    row.take(fresh);
    row.conflict = null;
    if (choice === "theirs") row.edits = {};
    structure();
    if (choice === "mine") saver.touch(row);
    saver.flush();
    editor.focus();
  },
});

wireKeys(grid, byId("cell"));
wirePointer(grid, byId("rows"));
wireTools(grid);
wireWidths(byId("sheet"), () => grid.paint());
wireFilters(grid);
startPapers(() => verdict.isOpen && verdict.open(verdict.row));
startSteps({
  flush: () => {
    if (editor.editing) grid.commit();
    return saver.flush();
  },
  goto: (id) => grid.reveal(id),
});

try {
  store.load(await api.rows());
  byId("grid-loading").remove();
  wrap.removeAttribute("aria-busy");
  view.refresh();
  showCounts(store);
  drafts.offer();
  document.documentElement.dataset.gridReady = "yes";
  if (location.hash.length > 1) grid.reveal(decodeURIComponent(location.hash.slice(1)));
  else if (store.editable && !view.phone.matches) {
    cursor.go(view.items.length === 1 ? 0 : cursor.next(-1, 1), 1);
    grid.paint();
  }
} catch (error) {
  banner("bad", "Chưa mở được danh sách.", error.message || "Mất kết nối, hãy tải lại trang.", {
    id: "load-failed",
    actions: [{ label: "Tải lại", run: () => location.reload() }],
  });
}
