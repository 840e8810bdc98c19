// The one text field over the active cell. Idle it is invisible and holds the cell's words, so that typing replaces them
// (with any Vietnamese keyboard) and a screen reader reads them; then it is the editor of the cell.

export class Editor {
  constructor(field, wrap) {
    this.field = field;
    this.wrap = wrap;
    this.mode = "idle"; // idle | replace (arrows move on) | edit (arrows move inside the text)
    field.addEventListener("input", () => {
      if (this.mode === "idle") this.mode = "replace";
      this.field.classList.add("is-editing");
      this.grow();
      this.onInput?.(this.field.value);
    });
  }

  get editing() {
    return this.mode !== "idle";
  }

  /** Stand over a cell, holding its words, ready to be typed over. */
  rest(cell, text, label) {
    this.mode = "idle";
    this.start = text;
    this.field.classList.remove("is-editing");
    this.field.value = text;
    this.field.setAttribute("aria-label", label);
    if (cell) this.place(cell);
    if (document.activeElement === this.field) this.field.select();
  }

  focus() {
    this.field.focus({ preventScroll: true });
    if (this.mode === "idle") this.field.select();
  }

  /** Edit what stands in the cell, caret at the end. */
  open() {
    this.mode = "edit";
    this.field.classList.add("is-editing");
    const end = this.field.value.length;
    this.field.setSelectionRange(end, end);
    this.grow();
  }

  /** Words of the cell when they were changed, else null; the field rests again. */
  close() {
    const { value } = this.field;
    const changed = this.editing && value !== this.start;
    this.mode = "idle";
    this.field.classList.remove("is-editing");
    return changed ? value : null;
  }

  readOnly(is) {
    this.field.readOnly = is;
  }

  place(cell) {
    const box = cell.getBoundingClientRect();
    const frame = this.wrap.getBoundingClientRect();
    const { style } = this.field;
    style.left = `${box.left - frame.left + this.wrap.scrollLeft - this.wrap.clientLeft}px`;
    style.top = `${box.top - frame.top + this.wrap.scrollTop - this.wrap.clientTop}px`;
    style.width = `${box.width}px`;
    style.height = `${box.height}px`;
    this.box = box;
  }

  // A long text gets more lines while it is edited.
  grow() {
    const { style } = this.field;
    style.height = `${this.box.height}px`;
    if (this.field.scrollHeight > this.box.height + 2) {
      style.width = `${Math.max(this.box.width, 280)}px`;
      style.height = `${Math.min(this.field.scrollHeight + 2, 168)}px`;
    }
  }
}
