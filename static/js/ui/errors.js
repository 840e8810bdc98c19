// What a failed request becomes: never silence, always a banner that says what happened and a way on.
import { copyText } from "./copy.js";
import { banner, putBanner } from "./notices.js";

export function startErrors() {
  document.addEventListener("htmx:responseError", ({ detail }) => refuse(detail.xhr, detail.elt));
  document.addEventListener("htmx:sendError", ({ detail }) => offline(detail.requestConfig));
  document.addEventListener("htmx:timeout", ({ detail }) => offline(detail.requestConfig));
  document.addEventListener("htmx:afterRequest", ({ detail }) => detail.successful && document.getElementById("offline")?.remove());
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-back]") && history.length > 1) {
      event.preventDefault();
      history.back();
    }
  });
}

/** Banner for an answer of 400 and above; usable for fetch as well: pass {status, responseText}. */
export function refuse({ status, responseText }, source = document.body) {
  const page = new DOMParser().parseFromString(responseText || "", "text/html");
  if (status === 409) return conflict(page, source);
  if (status === 403) return banner("bad", "Chưa làm được.", reason(page) || "Vai trò của bạn chưa được giao việc này.", { id: "refused" });
  if (status === 404) return banner("bad", "Không tìm thấy.", "Bản ghi này không còn, hoặc không thuộc phạm vi của bạn. Hãy tải lại trang.", { id: "refused" });
  if (status === 429) return banner("warn", "Quá nhiều yêu cầu.", "Hãy chờ vài phút rồi thử lại.", { id: "refused" });
  return banner("bad", "Chưa lưu được.", "Máy chủ gặp sự cố khi xử lý việc này, phần đã gõ vẫn giữ ở đây. Hãy thử lại sau ít phút.", { id: "refused" });
}

/** Amber banner while there is no network; "Thử lại" sends the same request again. */
export function offline(request, retry = () => again(request)) {
  banner("warn", "Mất kết nối.", "Việc vừa làm chưa gửi được, trang vẫn giữ phần đã gõ.", {
    id: "offline",
    actions: [{ label: "Thử lại", run: retry }],
  });
}

function conflict(page, source) {
  const block = page.querySelector("[data-conflict]");
  if (!block) return banner("bad", "Bản ghi vừa được người khác thay đổi.", "Thay đổi của bạn chưa được lưu.", { id: "conflict" });
  const note = putBanner(document.importNode(block, true), "conflict");
  note.classList.add("is-live");
  note.querySelector("a").href = location.href;
  note.querySelector("[data-copy-typed]")?.addEventListener("click", () => copyTyped(source));
  return note;
}

function copyTyped(source) {
  const form = source.closest("form") || document.querySelector("main form[method=post]");
  const fields = [...(form?.elements || [])].filter((field) => field.value && field.type !== "hidden" && "labels" in field);
  const lines = fields.map((field) => `${field.labels?.[0]?.textContent.trim() || field.name}: ${field.value}`);
  copyText(lines.join("\n"), "Đã chép phần đã gõ");
}

function reason(page) {
  return page.querySelector("[data-refusal]")?.textContent.trim();
}

function again({ verb, path, parameters, elt, target }) {
  window.htmx.ajax(verb.toUpperCase(), path, { source: elt, target, values: parameters });
}
