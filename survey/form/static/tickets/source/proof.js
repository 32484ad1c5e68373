// Shows, on the visitor's own device, that what is signed could belong to any ticket.
import { suite } from "./suite.js";

const PEOPLE = 3;
const table = document.getElementById("proof");
const button = document.getElementById("try");

function number(bytes) {
  return BigInt("0x" + Array.from(bytes, (one) => one.toString(16).padStart(2, "0")).join(""));
}

function fromText(text) {
  return number(Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (s) => s.charCodeAt(0)));
}

function power(base, exponent, modulus) {
  let result = 1n;
  for (base %= modulus; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * base) % modulus;
    base = (base * base) % modulus;
  }
  return result;
}

function inverse(value, modulus) {
  let [a, b, x, y] = [value % modulus, modulus, 1n, 0n];
  while (a > 1n) {
    const q = b / a;
    [a, b, x, y] = [b % a, a, y - q * x, x];
    if (a === 0n) throw new Error("no inverse");
  }
  return ((x % modulus) + modulus) % modulus;
}

// Everything a server could have recorded, and the tickets that came later.
async function record() {
  const keys = await suite().generateKey({ modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) });
  const seen = [];
  for (let person = 0; person < PEOPLE; person += 1) {
    const message = suite().prepare(new TextEncoder().encode("a ticket"));
    const { blindedMsg, inv } = await suite().blind(keys.publicKey, message);
    const signed = await suite().blindSign(keys.privateKey, blindedMsg);
    const signature = await suite().finalize(keys.publicKey, message, signed, inv);
    seen.push({ blinded: number(blindedMsg), signature: number(signature) });
  }
  return { jwk: await crypto.subtle.exportKey("jwk", keys.privateKey), seen };
}

// The factor that would have turned this ticket into that blinded message. There is always one.
function factor({ jwk }, blinded, signature) {
  const [n, e, d] = [jwk.n, jwk.e, jwk.d].map(fromText);
  const encoded = power(signature, e, n);
  const r = power(blinded * inverse(encoded, n), d, n);
  return (encoded * power(r, e, n)) % n === blinded ? r : null;
}

async function run() {
  button.disabled = true;
  const recorded = await record();
  const body = table.tBodies[0];
  body.replaceChildren();
  recorded.seen.forEach(({ blinded }, code) => {
    const row = body.insertRow();
    const head = document.createElement("th");
    head.scope = "row";
    head.textContent = table.dataset.code + " " + (code + 1);
    row.append(head);
    recorded.seen.forEach(({ signature }) => {
      const r = factor(recorded, blinded, signature);
      row.insertCell().textContent = r === null ? table.dataset.no : table.dataset.yes + " " + r.toString(16).slice(0, 6) + "…";
    });
  });
  table.hidden = false;
  document.getElementById("meaning").hidden = false;
  button.disabled = false;
}

if (globalThis.crypto && crypto.subtle) {
  button.hidden = false;
  document.getElementById("impossible").hidden = true;
  button.addEventListener("click", run);
}
globalThis.bearingTickets = { suite };
