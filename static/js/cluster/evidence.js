// "thêm" beside a criterion opens the one dialog for files, aimed at that criterion.
import { openDialog } from "../ui/dialogs.js";

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-evidence]");
  const dialog = document.getElementById("minh-chung");
  if (!opener || !dialog) return;
  const form = dialog.querySelector("form");
  form.action = opener.dataset.evidence;
  form.reset();
  dialog.querySelector("[data-about]").textContent = opener.dataset.name;
  dialog.querySelector("[data-remove]").hidden = opener.dataset.has !== "1";
  openDialog(dialog, opener);
});
