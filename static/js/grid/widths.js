// Widths of the columns: dragged at the edge of a head, kept in this browser, set back by a double click.
const KEPT = "entry-grid-widths";
const LEAST = 42;

export function wireWidths(table, changed) {
  const columns = [...table.querySelectorAll("col")];
  const widths = read();
  const apply = () => columns.forEach((column, at) => (column.style.width = widths[at] ? `${widths[at]}px` : ""));
  apply();
  [...table.tHead.rows[0].cells].slice(1, -1).forEach((head, index) => {
    const at = index + 1;
    const edge = document.createElement("span");
    edge.className = "col-edge";
    edge.setAttribute("aria-hidden", "true");
    head.append(edge);
    edge.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      edge.setPointerCapture(event.pointerId);
      const from = { x: event.clientX, width: head.getBoundingClientRect().width };
      edge.onpointermove = (move) => {
        widths[at] = Math.max(LEAST, Math.round(from.width + move.clientX - from.x));
        apply();
      };
    });
    edge.addEventListener("pointerup", () => {
      edge.onpointermove = null;
      write(widths);
      changed();
    });
    edge.addEventListener("dblclick", () => {
      delete widths[at];
      apply();
      write(widths);
      changed();
    });
  });
}

function read() {
  try {
    return JSON.parse(localStorage.getItem(KEPT)) || {};
  } catch {
    return {}; // a browser that keeps nothing shows the usual widths
  }
}

function write(widths) {
  try {
    localStorage.setItem(KEPT, JSON.stringify(widths));
  } catch {
    // private windows: the widths hold until the page is left
  }
}
