// JSON requests. Every failure is one of two things: no network (Offline) or a refusal with its sentence (Refusal).

export class Offline extends Error {}

export class Refusal extends Error {
  constructor(status, message, body = {}) {
    super(message);
    this.status = status;
    this.body = body;
  }
}

/** Send and read the answer; `html` answers text, `form` sends a body of URLSearchParams as it is. */
export async function send(address, { method = "GET", body, signal, html = false, form = false } = {}) {
  const headers = { Accept: html ? "text/html" : "application/json", "X-CSRFToken": token() };
  if (body && !form) headers["Content-Type"] = "application/json";
  let answer;
  try {
    answer = await fetch(address, { method, headers, body, signal, credentials: "same-origin" });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Offline();
  }
  if (answer.status >= 502 && answer.status <= 504) throw new Offline();
  return read(answer, html);
}

async function read(answer, html) {
  if (answer.redirected) throw new Refusal(401, SENTENCES[401]); // the session has ended: this is the sign-in page
  if (answer.ok && html) return answer.text();
  const isJson = (answer.headers.get("Content-Type") || "").includes("json");
  const body = isJson ? await answer.json() : {};
  if (answer.ok && isJson) return body;
  throw new Refusal(answer.status, body.message || SENTENCES[answer.status] || SENTENCES.other, body);
}

const SENTENCES = {
  401: "Phiên làm việc đã hết. Hãy đăng nhập lại ở một thẻ khác của trình duyệt rồi bấm Thử lại.",
  404: "Bản ghi này không còn, hoặc không thuộc phạm vi của bạn. Hãy tải lại trang.",
  403: "Vai trò của bạn chưa được giao việc này.",
  other: "Máy chủ gặp sự cố khi lưu. Phần đã gõ vẫn giữ ở đây, hãy thử lại sau ít phút.",
};

function token() {
  const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/); // renewed when one signs in again elsewhere
  return cookie?.[1] || JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"] || "";
}
