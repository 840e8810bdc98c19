// Steps of the dossier: everything typed is saved first, then what is missing is asked about, then the step is taken.
import { openDialog } from "../ui/dialogs.js";
import { banner } from "../ui/notices.js";

export function startSteps({ flush, goto }) {
  const dialog = document.getElementById("check-dialog");
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-step]");
    if (!form || form.dataset.ready) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    take(form, event.submitter, dialog, flush);
  }, true);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-goto]");
    if (!link) return;
    event.preventDefault();
    if (dialog.open) dialog.close();
    goto(link.dataset.goto);
  });
}

async function take(form, button, dialog, flush) {
  if (!(await flush())) {
    banner("warn", "Còn ô chưa lưu.", "Hãy sửa các ô tô đỏ hoặc chờ có mạng, rồi làm lại bước này.", { id: "unsaved" });
    return;
  }
  if (form.dataset.check && (await asked(form, dialog, button))) return;
  await new Promise((done) => setTimeout(done)); // a form that is still telling of its submission ignores another one
  form.dataset.ready = "yes";
  form.requestSubmit(button);
}

/** Show what is missing; false when nothing is. */
async function asked(form, dialog, button) {
  const answer = await fetch(`${form.dataset.check}?o=hop`, { credentials: "same-origin" });
  if (answer.status === 204) return false;
  if (!answer.ok) return false; // the step itself will say why not
  dialog.replaceChildren(...new DOMParser().parseFromString(await answer.text(), "text/html").body.childNodes);
  openDialog(dialog, button);
  return true;
}
