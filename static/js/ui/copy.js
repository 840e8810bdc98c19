// <button data-copy="#element" data-copied="Đã chép câu báo cáo"> copies the plain text of an element.
import { toast } from "./notices.js";

export function startCopy() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const source = document.querySelector(button.dataset.copy);
    copyText(plain(source), button.dataset.copied || "Đã chép");
  });
}

/** Put text on the clipboard and say so. */
export async function copyText(text, done) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    copyOldWay(text); // an office network without HTTPS has no clipboard interface
  }
  toast(done, { icon: "clipboard-check" });
}

function plain(element) {
  return ("value" in element ? element.value : element.innerText).replace(/\s+\n/g, "\n").trim();
}

function copyOldWay(text) {
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "visually-hidden";
  (document.querySelector("dialog[open]") || document.body).append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}
