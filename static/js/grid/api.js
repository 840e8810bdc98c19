// The JSON behind the grid of a dossier.

import { send } from "../ui/request.js";

export { Offline, Refusal } from "../ui/request.js";

/** Requests of one dossier; `base` is the address of its rows. */
export function createApi(base) {
  const post = (path, body) => send(base + path, { method: "POST", body: JSON.stringify(body) });
  return {
    rows: () => send(base),
    add: (rows, key) => post("them/", { rows, key }),
    change: (rows) => post("sua/", { rows }),
    remove: (ids) => post("bo/", { ids }),
    restore: (ids) => post("khoi-phuc/", { ids }),
    order: (order) => post("thu-tu/", { order }),
    units: (text, signal) => send(`${base}goi-y/don-vi/?q=${encodeURIComponent(text)}`, { signal }),
    people: (text, signal) => send(`${base}goi-y/nguoi/?q=${encodeURIComponent(text)}`, { signal }),
    verdict: (id) => send(`${base}ket-luan/${id}/`, { html: true }),
    answer: (address, form) => send(address, { method: "POST", body: new URLSearchParams(form), form: true }),
  };
}

/** A key that makes a repeated request answer the same rows. */
export function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${bytes.slice(0, 8)}-${bytes.slice(8, 12)}-4${bytes.slice(13, 16)}-8${bytes.slice(17, 20)}-${bytes.slice(20)}`;
}
