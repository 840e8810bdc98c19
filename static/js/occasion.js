// The name of the chosen campaign stands for an occasion that nobody has typed.
const campaign = document.getElementById("id_campaign");
const occasion = document.getElementById("id_campaign_text");

/** The name of the chosen campaign without its years; "" for none. */
function chosenName() {
  const option = campaign.selectedOptions[0];
  return option && option.value ? option.textContent.trim().replace(/ \([^()]*\)$/, "") : "";
}

if (campaign && occasion) {
  let offered = chosenName();
  campaign.addEventListener("change", () => {
    const typed = occasion.value.trim();
    if (!typed || typed === offered) {
      occasion.value = chosenName();
    }
    offered = chosenName();
  });
}
