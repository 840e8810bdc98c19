// <button data-dialog="id"> opens a native dialog: the browser holds focus inside and closes it on Esc.
export function startDialogs() {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    if (opener) openDialog(document.getElementById(opener.dataset.dialog), opener);
  });
}

/** Open a dialog; when it closes, focus returns to the element that opened it. */
export function openDialog(dialog, opener = document.activeElement) {
  if (!dialog || dialog.open) return;
  dialog.addEventListener("close", () => opener?.isConnected && opener.focus(), { once: true });
  dialog.showModal();
}
