// Units in scope: tick a whole group, count what is ticked, find a unit while typing. Without it the form works by itself.
const form = document.querySelector("[data-scope]");
const fold = (text) => text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replaceAll("đ", "d");
const boxes = (place) => [...place.querySelectorAll('input[name="don-vi"]')];

function count(group) {
  const all = boxes(group);
  const ticked = all.filter((box) => box.checked).length;
  const head = group.querySelector("[data-scope-all]");
  group.querySelector("[data-scope-ticked]").textContent = ticked;
  head.checked = ticked === all.length;
  head.indeterminate = ticked > 0 && ticked < all.length;
}

function countAll() {
  form.querySelectorAll("[data-scope-group]").forEach(count);
  form.querySelector("[data-scope-count]").textContent = boxes(form).filter((box) => box.checked).length;
}

function find(words) {
  const keys = fold(words).split(/\s+/).filter(Boolean);
  form.querySelectorAll("[data-scope-unit]").forEach((unit) => {
    unit.hidden = !keys.every((key) => unit.dataset.scopeUnit.includes(key));
  });
  form.querySelectorAll("[data-scope-group]").forEach((group) => {
    group.hidden = !group.querySelector("[data-scope-unit]:not([hidden])");
    if (keys.length) group.open = true;
  });
}

if (form) {
  const field = form.querySelector("[data-scope-find]");
  field.hidden = false;
  field.addEventListener("input", () => find(field.value));
  field.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  form.addEventListener("change", ({ target }) => {
    if (target.matches("[data-scope-all]")) {
      // While one searches, only what is shown is ticked; the group itself then counts as ticked only when it is whole.
      const shown = boxes(target.closest("[data-scope-group]")).filter((box) => !box.closest("[data-scope-unit]").hidden);
      shown.forEach((box) => { box.checked = target.checked; });
    }
    countAll();
  });
  countAll();
}
