// The form of an initiative: rows of authors, the sum of their shares, names alike while one types.
const form = document.querySelector("[data-initiative]");
const rows = form?.querySelector("[data-authors]");
let waiting = 0;

if (form) {
  form.querySelector("[data-add-author]").addEventListener("click", addRow);
  rows.addEventListener("input", showSum);
  form.querySelector("[data-similar]").addEventListener("input", ({ target }) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => showAlike(target.value), 500);
  });
  showSum();
}

function addRow() {
  const total = form.querySelector('[name="tac-gia-TOTAL_FORMS"]');
  const made = document.querySelector("#author-row").content.cloneNode(true);
  for (const field of made.querySelectorAll("[name]")) {
    field.name = field.name.replace("__prefix__", total.value);
    field.id = field.id.replace("__prefix__", total.value);
  }
  const first = made.querySelector("input");
  rows.append(made);
  total.value = Number(total.value) + 1;
  first.focus();
}

function showSum() {
  const shares = [...rows.querySelectorAll('[name$="-share"]')].filter((field) => nameOf(field) || field.value.trim());
  const values = shares.map((field) => Number(field.value.trim().replace(/\./g, "").replace(",", ".")));
  const sum = Math.round(values.reduce((all, value) => all + value, 0) * 100) / 100;
  const place = form.querySelector("[data-sum]");
  const good = sum === 100;
  if (Number.isNaN(sum)) place.textContent = "";
  else if (good) place.textContent = "Tổng 100 %, đủ";
  else place.textContent = `Tổng ${show(sum)} %, ${sum < 100 ? `còn thiếu ${show(100 - sum)}` : `thừa ${show(sum - 100)}`} %`;
  place.classList.toggle("txt-ok", good);
  place.classList.toggle("txt-bad", !good);
}

function nameOf(field) {
  return field.closest("tr").querySelector('[name$="-name"]').value.trim();
}

function show(value) {
  return (Math.round(value * 100) / 100).toLocaleString("vi-VN");
}

async function showAlike(name) {
  const place = document.querySelector("#similar");
  const query = new URLSearchParams({ ten: name, tru: place.dataset.besides || "" });
  try {
    const answer = await fetch(`${place.dataset.similarUrl}?${query}`);
    if (answer.ok) place.innerHTML = await answer.text();
  } catch {
    // no connection: nothing is shown, the page of the initiative shows it later
  }
}
