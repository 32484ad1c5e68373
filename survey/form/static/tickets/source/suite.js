// The one variant of RFC 9474 that is used, and bytes as text.
import { BlindRSA, PrepareType } from "@cloudflare/blindrsa-ts/lib/src/blindrsa.js";

export const PSS = { name: "RSA-PSS", hash: "SHA-384" };

export function suite(prepareType = PrepareType.Randomized) {
  return new BlindRSA({ name: "RSABSSA-SHA384-PSS-Randomized", hash: "SHA-384", saltLength: 48, prepareType });
}

export function text(bytes) {
  return btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

export function bytes(text) {
  return Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
}

export function publicKey(n, e) {
  return crypto.subtle.importKey("jwk", { kty: "RSA", n, e, ext: true }, PSS, true, ["verify"]);
}
