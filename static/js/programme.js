// One more empty row below the programme of a conference: the last row again, with the next number in its names.
const rows = document.querySelector("[data-rows]");
const button = document.querySelector("[data-add-row]");

if (rows && button) {
  const total = document.getElementById(`id_${rows.dataset.rows}-TOTAL_FORMS`);
  button.hidden = false;
  button.addEventListener("click", () => {
    const number = Number(total.value);
    const fresh = rows.lastElementChild.cloneNode(true);
    for (const fault of fresh.querySelectorAll(".conf-fault")) {
      fault.remove();
    }
    for (const element of fresh.querySelectorAll("input, label")) {
      for (const name of ["name", "id", "for"]) {
        if (element.hasAttribute(name)) {
          element.setAttribute(name, element.getAttribute(name).replace(`-${number - 1}-`, `-${number}-`));
        }
      }
      if (element.tagName === "INPUT") {
        element.value = "";
      }
    }
    total.value = String(number + 1);
    rows.append(fresh);
    fresh.querySelector("input:not([data-order])").focus();
  });
}
