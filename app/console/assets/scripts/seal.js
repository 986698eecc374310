// How text is sealed: each time to a fresh key agreed with the user's public key, which can be used without anything secret at hand.

const CURVE = { name: "ECDH", namedCurve: "P-256" };
const WRAP = "rumduol draft key v1";
const SEAL = "rumduol draft v1";
const MARK = "rumduol draft mark v1";
// Lengths tell little if there are few of them.
const BUCKET = 1024;

const letters = new TextEncoder();
const { subtle } = globalThis.crypto ?? {};
const random = () => crypto.getRandomValues(new Uint8Array(12));

/**
 * A user's keys on this device as they are stored: `mark` says which secret opens `wrapped`.
 * @typedef {{mark: string, user: string, publicKey: ArrayBuffer, iv: Uint8Array<ArrayBuffer>, wrapped: ArrayBuffer}} StoredKeys
 * @typedef {{mark: string, user: string, publicKey: CryptoKey, privateKey: CryptoKey | null}} Keys
 * @typedef {{ephemeral: ArrayBuffer, iv: Uint8Array<ArrayBuffer>, text: ArrayBuffer}} Sealed
 */

/** @param {string} secret base64, from a signed-in page */
async function rooted(secret) {
  const raw = Uint8Array.from(atob(secret), (letter) => letter.charCodeAt(0));
  return subtle.importKey("raw", raw, "HKDF", false, ["deriveBits", "deriveKey"]);
}

/** @param {CryptoKey} root @param {string} purpose @param {string} user */
function wrapping(root, purpose, user) {
  const how = { name: "HKDF", hash: "SHA-256", salt: letters.encode(user), info: letters.encode(purpose) };
  return { how, key: () => subtle.deriveKey(how, root, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]) };
}

/**
 * The name under which the keys of this user and this secret are stored; another secret never finds or replaces them.
 * @param {string} user @param {string} secret
 */
export async function markOf(user, secret) {
  const bits = await subtle.deriveBits(wrapping(await rooted(secret), MARK, user).how, await rooted(secret), 128);
  return Array.from(new Uint8Array(bits), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @param {string} user @param {string} secret @returns {Promise<StoredKeys>} */
export async function newKeys(user, secret) {
  const pair = await subtle.generateKey(CURVE, true, ["deriveKey", "deriveBits"]);
  const iv = random();
  const key = await wrapping(await rooted(secret), WRAP, user).key();
  const wrapped = await subtle.encrypt({ name: "AES-GCM", iv }, key, await subtle.exportKey("pkcs8", pair.privateKey));
  return { mark: await markOf(user, secret), user, publicKey: await subtle.exportKey("raw", pair.publicKey), iv, wrapped };
}

/**
 * Without a secret the keys seal, and open nothing.
 * @param {StoredKeys} stored @param {string} secret may be empty
 * @returns {Promise<Keys>}
 */
export async function loadKeys(stored, secret) {
  const publicKey = await subtle.importKey("raw", stored.publicKey, CURVE, true, []);
  const { mark, user } = stored;
  if (!secret) return { mark, user, publicKey, privateKey: null };
  const key = await wrapping(await rooted(secret), WRAP, user).key();
  const plain = await subtle.decrypt({ name: "AES-GCM", iv: stored.iv }, key, stored.wrapped);
  return { mark, user, publicKey, privateKey: await subtle.importKey("pkcs8", plain, CURVE, false, ["deriveBits"]) };
}

/** @param {CryptoKey} own @param {CryptoKey} theirs @param {ArrayBuffer} ephemeral */
async function agreed(own, theirs, ephemeral) {
  const bits = await subtle.deriveBits({ name: "ECDH", public: theirs }, own, 256);
  const root = await subtle.importKey("raw", bits, "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: ephemeral, info: letters.encode(SEAL) };
  return subtle.deriveKey(how, root, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

/**
 * @param {Keys} keys @param {string} place what the result is bound to @param {unknown} value
 * @returns {Promise<Sealed>}
 */
export async function seal(keys, place, value) {
  const pair = await subtle.generateKey(CURVE, true, ["deriveBits"]);
  const ephemeral = await subtle.exportKey("raw", pair.publicKey);
  const key = await agreed(pair.privateKey, keys.publicKey, ephemeral);
  const plain = letters.encode(JSON.stringify(value));
  // JSON may end in spaces.
  const padded = new Uint8Array(Math.ceil(plain.length / BUCKET) * BUCKET).fill(32);
  padded.set(plain);
  const iv = random();
  return { ephemeral, iv, text: await subtle.encrypt({ name: "AES-GCM", iv, additionalData: letters.encode(place) }, key, padded) };
}

/**
 * Rejects for other keys, another place, or without a private key.
 * @param {Keys} keys @param {string} place @param {Sealed} sealed
 */
export async function unseal(keys, place, sealed) {
  if (!keys.privateKey) throw new Error("sealed");
  const theirs = await subtle.importKey("raw", sealed.ephemeral, CURVE, true, []);
  const key = await agreed(keys.privateKey, theirs, sealed.ephemeral);
  const how = { name: "AES-GCM", iv: sealed.iv, additionalData: letters.encode(place) };
  return JSON.parse(new TextDecoder().decode(await subtle.decrypt(how, key, sealed.text)));
}
