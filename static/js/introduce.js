// The form of a good example: places while one types, photos made small before they travel. Works without it too.
const form = document.querySelector("[data-introduce]");
const SIDE = 1600;
const SMALL = 600 * 1024;

if (form) {
  const place = form.querySelector('[name="place_text"]');
  const photo = form.querySelector('[name="photo"]');
  let waiting = 0;
  place?.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => suggest(place.value), 250);
  });
  photo?.addEventListener("change", () => shrink(photo));
  form.addEventListener("submit", () => sendOnce(form));
  form.querySelector('[aria-invalid="true"]')?.focus();
}

async function suggest(text) {
  const list = document.querySelector("#places");
  // What stands before the last comma stays: "Thôn Đầu, xã Hợp" offers "Thôn Đầu, Xã Hợp Tiến, huyện Nam Sách".
  const cut = text.lastIndexOf(",") + 1;
  const before = text.slice(0, cut);
  const word = text.slice(cut).trim();
  if (word.length < 2) return;
  try {
    const answer = await fetch(`${form.dataset.places}?q=${encodeURIComponent(word)}`);
    if (!answer.ok) return;
    const { places } = await answer.json();
    list.replaceChildren(...places.map((name) => option(before ? `${before} ${name}` : name)));
  } catch {
    // no connection: the place is typed by hand
  }
}

function option(value) {
  const made = document.createElement("option");
  made.value = value;
  return made;
}

async function shrink(field) {
  const [file] = field.files;
  if (!file || file.size < SMALL || !file.type.startsWith("image/")) return;
  try {
    const image = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, SIDE / Math.max(image.width, image.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(image.width * scale);
    canvas.height = Math.round(image.height * scale);
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
    if (!blob || blob.size >= file.size) return;
    const box = new DataTransfer();
    box.items.add(new File([blob], file.name.replace(/\.\w+$/, ".jpg"), { type: "image/jpeg" }));
    field.files = box.files;
  } catch {
    // a telephone that cannot: the photo goes as it is, the server makes it small
  }
}

function sendOnce(sent) {
  const button = sent.querySelector('button[type="submit"]');
  if (!button || sent.hasAttribute("data-guard")) return;
  setTimeout(() => {
    button.disabled = true;
    button.textContent = button.dataset.busy;
  }, 0);
  addEventListener("pageshow", () => { button.disabled = false; });
}
