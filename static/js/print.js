// "In …": hands the page to the printer; what is printed is the work of the print styles.
document.addEventListener("click", ({ target }) => target.closest("[data-print]") && window.print());
