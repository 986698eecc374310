// The outbox: forms that were sent without a line. They go by themselves when it is back, and nothing is ever written over.

import { say } from "./elements.js";
import { forget, keys, mark, mine, opened } from "./keeping.js";
import { page } from "./page.js";
import { text } from "./words.js";

const EVERY = 30_000;
const AGAIN_LATER = 429;
const SIGNED_OUT = 401;

// Known until the next page.
let isSignedOut = false;

/** Send what waits, in the order in which it was written, from one tab at a time. */
export async function sendAll() {
  if (isSignedOut || !(await keys)?.privateKey) return;
  if (!navigator.locks) return sendWaiting();
  await navigator.locks.request("rumduol-outbox", { ifAvailable: true }, (lock) => lock && sendWaiting());
}

async function sendWaiting() {
  const waiting = (await mine()).filter(({ state }) => state === "waiting").reverse();
  for (const kept of waiting) if (!(await send(await opened(kept)))) return;
}

/** @param {import("./keeping.js").Opened} kept @returns {Promise<boolean>} whether it makes sense to go on */
async function send({ once, content }) {
  if (!content) return true;
  const answer = await post(content).catch(() => null);
  if (!answer || answer.status >= 500 || answer.status === AGAIN_LATER) return false;
  if (answer.status === SIGNED_OUT || answer.type === "opaqueredirect") {
    isSignedOut = true;
    await mark(once, "waiting", SIGNED_OUT);
    say(text("signInToSend"));
    return false;
  }
  const isRecorded = answer.status === 204;
  await (isRecorded ? forget(once) : mark(once, "refused", answer.status));
  const said = text(isRecorded ? "sent" : "needsYou", { title: content.title });
  say(said);
  document.querySelector(`[data-kept="${once}"]`)?.replaceChildren(said);
  return true;
}

/** @param {import("./keeping.js").Content} content */
function post({ action, fields }) {
  // Lines end as in a form that the browser sends, so that the server sees the same request.
  const body = new URLSearchParams(fields.map(([name, value]) => [name, value.replace(/\r?\n/g, "\r\n")]));
  // Named, so that the server refuses it if somebody else has signed in meanwhile.
  const headers = { "Rumduol-Outbox": page.user };
  return fetch(action, { method: "POST", body, headers, redirect: "manual", cache: "no-store" });
}

async function showCount() {
  const link = document.getElementById("outbox-link");
  if (!link) return;
  const states = (await mine()).map(({ state }) => state);
  const refused = states.filter((state) => state === "refused").length;
  const count = refused + states.filter((state) => state === "waiting").length;
  link.hidden = !count;
  const shown = link.querySelector(".count");
  if (shown) shown.textContent = refused ? text("countNeedsYou", { count }) : String(count);
}

/** Send now, and whenever there is a line. */
export async function startOutbox() {
  document.addEventListener("app:kept", showCount);
  await showCount();
  addEventListener("online", sendAll);
  setInterval(sendAll, EVERY);
  await sendAll();
}
