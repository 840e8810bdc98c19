// Choosing the units of a cluster: count, narrowing, whole groups; head and deputy only among the chosen.
const form = document.querySelector("[data-members]");
const boxes = [...form.querySelectorAll('input[name="members"]')];
const heads = [...form.querySelectorAll('select[name="head_unit"], select[name="deputy_unit"]')];

/** Without diacritics, so that "nam trung" finds Nam Trung. */
function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase();
}

function count() {
  const chosen = boxes.filter((box) => box.checked);
  const { low, high } = form.dataset;
  const fits = chosen.length >= Number(low) && chosen.length <= Number(high);
  const place = form.querySelector("[data-count]");
  place.textContent = `Đã chọn ${chosen.length} đơn vị`;
  place.dataset.tone = fits ? "ok" : "warn";
  const keys = new Set(chosen.map((box) => box.value));
  for (const select of heads) {
    for (const option of select.options) option.hidden = option.disabled = Boolean(option.value) && !keys.has(option.value) && !option.selected;
  }
}

function narrow(text) {
  const words = plain(text).split(/\s+/).filter(Boolean);
  for (const group of form.querySelectorAll("[data-group]")) {
    const labels = [...group.querySelectorAll("label")];
    for (const label of labels) label.hidden = !words.every((word) => plain(label.textContent).includes(word));
    group.hidden = labels.every((label) => label.hidden);
  }
}

form.addEventListener("change", count);
form.addEventListener("input", (event) => event.target.matches("[data-narrow]") && narrow(event.target.value));
form.addEventListener("keydown", (event) => event.target.matches("[data-narrow]") && event.key === "Enter" && event.preventDefault());
form.addEventListener("click", (event) => {
  if (!event.target.matches("[data-all]")) return;
  const rows = [...event.target.closest("[data-group]").querySelectorAll("label:not([hidden]) input:not(:disabled)")];
  const all = rows.every((box) => box.checked);
  for (const box of rows) box.checked = !all;
  count();
});
count();
