// The dialog about papers, the same everywhere: [data-papers="address"] opens it, choosing files sends them at once.
import { openDialog } from "../ui/dialogs.js";

export function startPapers(onChange = () => {}) {
  const dialog = document.getElementById("papers-dialog");
  if (!dialog) return;
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-papers]");
    if (!opener) return;
    event.preventDefault();
    window.htmx.ajax("GET", opener.dataset.papers, { target: "#papers-body" }).then(() => openDialog(dialog, opener));
  });
  dialog.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-pick]");
    if (!form || event.target.type !== "file" || !event.target.files.length) return;
    window.htmx.process(form); // a dialog drawn a moment ago may not be wired yet: the page must not be left
    form.requestSubmit();
  });
  dialog.addEventListener("htmx:afterSwap", () => dialog.querySelector("[data-close]")?.focus());
  dialog.addEventListener("close", onChange);
}
