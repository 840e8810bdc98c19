// Pages of registrations. An example is taken over with one press, the check runs again on it; a chosen file is sent at once.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-autosend]") && event.target.files.length) event.target.form.requestSubmit();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-use-example]");
  const field = button && document.getElementById("line_text");
  if (!field) return;
  field.value = button.dataset.useExample;
  // Numbers of the sentence before would contradict the new one.
  for (const name of ["value", "unit_of_measure", "due_on"]) {
    const other = document.getElementById(`line_${name}`);
    if (other) other.value = "";
  }
  const target = document.getElementById("line_target");
  if (target && button.dataset.target) target.value = button.dataset.target;
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
});
