// The proposal of clusters: a cell is taken over by typing; the browser offers the other names only over an empty field.
for (const field of document.querySelectorAll("[data-select]")) field.addEventListener("focus", () => field.select());

const form = document.querySelector("form[data-once]");
const button = form?.querySelector('[data-action="create_clusters"]');

function tell() {
  const names = new Set([...form.querySelectorAll("[data-select]")].map((field) => field.value.trim()).filter(Boolean));
  button.textContent = `Lập ${names.size} cụm, khối`;
  button.disabled = names.size === 0;
}

form?.addEventListener("input", tell);
