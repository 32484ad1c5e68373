// Gets a blind ticket for a code and opens the form with it. What blinds never leaves the device.
import { bytes, publicKey, suite, text } from "./suite.js";

const KEPT = 30 * 24 * 3600 * 1000;
const form = document.getElementById("ticket");
const data = form.dataset;
const name = "bearing-ticket:" + data.key;
const shelf = document.body.dataset.kiosk ? sessionStorage : localStorage;

function load() {
  try {
    const kept = JSON.parse(shelf.getItem(name));
    return kept && kept.at > Date.now() - KEPT ? kept : null;
  } catch {
    return null;
  }
}

function save(ticket) {
  try {
    shelf.setItem(name, JSON.stringify({ at: Date.now(), ...ticket }));
  } catch {
    // A full or closed shelf: the ticket lives as long as this page.
  }
  return ticket;
}

async function begun(key) {
  const kept = load();
  if (kept) return kept;
  const message = suite().prepare(new TextEncoder().encode("bearing ticket " + data.wave));
  const { blindedMsg, inv } = await suite().blind(key, message);
  return save({ message: text(message), blinded: text(blindedMsg), inv: text(inv) });
}

async function ticket() {
  const key = await publicKey(data.n, data.e);
  const one = await begun(key);
  if (one.signature) return one;
  const body = new URLSearchParams({ code: data.code, blinded: one.blinded });
  const answer = await fetch(data.sign, { method: "POST", body, credentials: "same-origin" });
  if (!answer.ok) throw new Error(String(answer.status));
  const { signature } = await answer.json();
  const signed = await suite().finalize(key, bytes(one.message), bytes(signature), bytes(one.inv));
  return save({ message: one.message, signature: text(signed) });
}

async function go(event) {
  event.preventDefault();
  const button = form.querySelector("button");
  button.disabled = true;
  document.getElementById("failed").hidden = true;
  try {
    const one = await ticket();
    form.elements.message.value = one.message;
    form.elements.signature.value = one.signature;
    form.submit();
  } catch {
    document.getElementById("failed").hidden = false;
    button.disabled = false;
  }
}

if (globalThis.crypto && crypto.subtle) {
  if (!("spent" in data)) document.getElementById("impossible").hidden = true;
  form.hidden = "spent" in data && !load();
  form.addEventListener("submit", go);
}
