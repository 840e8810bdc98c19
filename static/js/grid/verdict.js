// The verdict of a line: a popover beside its cell on a desk, a bottom sheet on a phone. The server writes its body.
import { banner } from "../ui/notices.js";

const WIDTH = 836;
const EDGE = 8;

export class Verdict {
  constructor(pop, back, api, hooks) {
    Object.assign(this, { pop, back, api, hooks }); // hooks: {accept(answer), closed(row), step(by), anchor(row), taken(row, server)}
    this.row = null;
    pop.addEventListener("keydown", (event) => this.keys(event));
    pop.addEventListener("click", (event) => event.target.closest("[data-pop-close]") && this.close());
    pop.addEventListener("submit", (event) => this.answer(event));
    back.addEventListener("click", () => this.close());
    document.addEventListener("mousedown", (event) => {
      if (this.row && !pop.contains(event.target) && !event.target.closest(".verdict, dialog")) this.close(false);
    });
    window.addEventListener("resize", () => this.row && this.place());
  }

  get isOpen() {
    return this.row !== null;
  }

  async open(row) {
    try {
      const html = await this.api.verdict(row.id);
      this.row = row;
      this.fill(html);
      this.pop.querySelector("#verdict-title").focus({ preventScroll: true });
    } catch (error) {
      banner("warn", "Chưa mở được kết luận.", error.message || "Mất kết nối, hãy thử lại.", { id: "verdict-failed" });
    }
  }

  // The fragment comes from our own server, which has escaped every word in it.
  fill(html) {
    this.pop.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
    this.pop.hidden = false;
    window.htmx?.process(this.pop);
    this.place();
  }

  place() {
    const phone = window.matchMedia("(max-width: 640px)").matches;
    this.pop.classList.toggle("bottom-sheet", phone);
    this.pop.classList.toggle("pop", !phone);
    this.back.hidden = !phone;
    const { style } = this.pop;
    for (const name of ["left", "top", "width", "maxHeight"]) style[name] = "";
    if (phone) return;
    const anchor = this.hooks.anchor(this.row)?.getBoundingClientRect();
    if (!anchor) return;
    const width = Math.min(WIDTH, window.innerWidth - 2 * EDGE);
    style.width = `${width}px`;
    const left = Math.max(EDGE, Math.min(window.innerWidth - width - EDGE - 18, anchor.right - width + 130));
    style.left = `${left}px`;
    const below = window.innerHeight - anchor.bottom - 12;
    const above = anchor.top - 12;
    const under = below >= Math.min(240, this.pop.offsetHeight) || below >= above;
    style.maxHeight = `${Math.max(160, (under ? below : above) - EDGE)}px`;
    style.top = under ? `${anchor.bottom + 9}px` : `${anchor.top - 9 - this.pop.offsetHeight}px`;
    this.pop.classList.toggle("pop-above", !under);
    const arrow = anchor.left + Math.min(anchor.width, 90) / 2 - left - 6;
    style.setProperty("--arrow", `${Math.max(16, Math.min(width - 28, arrow))}px`);
  }

  close(giveBack = true) {
    if (!this.row) return;
    const { row } = this;
    this.row = null;
    this.pop.hidden = true;
    this.back.hidden = true;
    if (giveBack) this.hooks.closed(row);
  }

  keys(event) {
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      this.close();
    } else if (event.altKey && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      this.hooks.step(this.row, event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Tab") this.hold(event);
  }

  // Tab stays inside while the popover is open.
  hold(event) {
    const stops = [...this.pop.querySelectorAll("a[href], button, input, [tabindex]")].filter((stop) => stop.type !== "hidden");
    const edge = event.shiftKey ? stops[0] : stops.at(-1);
    if (document.activeElement !== edge) return;
    event.preventDefault();
    (event.shiftKey ? stops.at(-1) : stops[0]).focus();
  }

  async answer(event) {
    const form = event.target.closest("[data-identity]");
    if (!form) return;
    event.preventDefault();
    event.stopPropagation();
    const data = new FormData(form, event.submitter);
    form.querySelectorAll("button").forEach((button) => (button.disabled = true));
    const { row } = this;
    try {
      const answer = await this.api.answer(form.action, data);
      this.hooks.taken(row, answer);
      if (this.row === row) {
        this.fill(answer.html);
        this.pop.querySelector("#verdict-title").focus();
      }
    } catch (error) {
      form.querySelectorAll("button").forEach((button) => (button.disabled = false));
      banner("bad", "Chưa ghi được câu trả lời.", error.message || "Mất kết nối, hãy thử lại.", { id: "verdict-failed" });
    }
  }
}
