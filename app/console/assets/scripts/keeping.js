// What a user typed and the server has not got yet. In clear: a random key, whose it is, when, and whether it waits to be sent.

import { page } from "./page.js";
import { loadKeys, markOf, newKeys, seal, unseal } from "./seal.js";
import { drop, put, take, takeAll } from "./shelf.js";

/**
 * `draft` is being written, `sending` was handed to the browser, `waiting` goes by itself when the line is there, `refused` needs a person.
 * @typedef {"draft" | "sending" | "waiting" | "refused"} State
 * @typedef {[string, string][]} Fields
 * @typedef {{name: string, path: string, action: string, title: string, about: string, fields: Fields}} Content
 * @typedef {{once: string, mark: string, user: string, at: number, state: State, status: number, sealed: import("./seal.js").Sealed}} Kept
 * @typedef {Kept & {content: Content | null}} Opened
 */

/** The keys of whoever writes here; null where nothing can be kept. Never rejects. */
export const keys = ready().catch(() => null);

/** @returns {Promise<import("./seal.js").Keys | null>} */
async function ready() {
  if (!globalThis.crypto?.subtle || !globalThis.indexedDB) return null;
  if (page.user && page.secret) return signedIn();
  // A form that is opened without a line has no session: it is sealed for whoever used this browser last, and opened when they sign in.
  const last = page.offline ? await take("last", "writer") : undefined;
  const stored = last && (await take("keys", last.mark));
  return stored ? loadKeys(stored, "") : null;
}

async function signedIn() {
  const mark = await markOf(page.user, page.secret);
  let stored = await take("keys", mark);
  if (!stored) await put("keys", (stored = await newKeys(page.user, page.secret)));
  await put("last", { name: "writer", mark });
  return loadKeys(stored, page.secret);
}

/** Whoever signs out is no longer the one for whom forms without a line are sealed. */
export const forgetWriter = () => drop("last", "writer").catch(() => undefined);

/** Tell this page's badge and list, and those of other tabs. */
const tabs = globalThis.BroadcastChannel ? new BroadcastChannel("rumduol-kept") : null;
function changed() {
  document.dispatchEvent(new Event("app:kept"));
  tabs?.postMessage("");
}
tabs?.addEventListener("message", () => document.dispatchEvent(new Event("app:kept")));

const place = (/** @type {{user: string, once: string}} */ { user, once }) => `${user} ${once}`;

/**
 * Seal it and put it on the shelf, in place of what was there under the same key. Rejects if it could not be kept.
 * @param {string} once @param {Content} content @param {State} state
 */
export async function keep(once, content, state) {
  const own = await keys;
  if (!own) throw new Error("nothing can be kept");
  const { mark, user } = own;
  const sealed = await seal(own, place({ user, once }), content);
  await put("kept", { once, mark, user, at: Date.now(), state, status: 0, sealed });
  changed();
}

/** @param {string} once @param {State} state @param {number} [status] what the server answered */
export async function mark(once, state, status = 0) {
  const kept = await take("kept", once);
  if (!kept) return;
  await put("kept", { ...kept, state, status });
  changed();
}

/** @param {string} once */
export async function forget(once) {
  await drop("kept", once);
  changed();
}

/** @returns {Promise<Kept[]>} what this user keeps here, newest first */
export async function mine() {
  const own = await keys;
  const all = own ? await takeAll("kept") : [];
  return all.filter((kept) => kept.user === own?.user).sort((one, other) => other.at - one.at);
}

/** @param {Kept} kept @returns {Promise<Opened>} with no content if this session cannot open it */
export async function opened(kept) {
  const own = await keys;
  const content = own ? await unseal(own, place(kept), kept.sealed).catch(() => null) : null;
  return { ...kept, content };
}
