/* One box that ticks all boxes of a name: <input type="checkbox" data-check-all="chon">. */

const boxes = (name) => [...document.querySelectorAll(`input[type="checkbox"][name="${CSS.escape(name)}"]`)];

document.addEventListener("change", (event) => {
  const all = event.target.closest("[data-check-all]");
  if (all) {
    boxes(all.dataset.checkAll).forEach((box) => { box.checked = all.checked; });
    return;
  }
  const head = event.target.name && document.querySelector(`[data-check-all="${CSS.escape(event.target.name)}"]`);
  if (head) {
    const ticked = boxes(event.target.name).filter((box) => box.checked).length;
    head.checked = ticked > 0 && ticked === boxes(event.target.name).length;
    head.indeterminate = ticked > 0 && !head.checked;
  }
});
