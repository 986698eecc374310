// Whether there is a line, and the strip that says when there is none.

import { text } from "./words.js";

const PATIENCE = 3000;

/** Ask the server itself: a telephone that thinks it has a line often has none. */
export async function hasLine() {
  if (!navigator.onLine) return show(false);
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), PATIENCE);
  const alive = await fetch("/healthz", { cache: "no-store", signal: limit.signal }).then((answer) => answer.ok, () => false);
  clearTimeout(timer);
  return show(alive);
}

/** @param {boolean} there */
function show(there) {
  const strip = document.getElementById("offline");
  if (!strip || strip.hidden === there) return there;
  strip.hidden = there;
  // Filled after it is shown, so that it is read out.
  strip.textContent = there ? "" : text("noLine");
  return there;
}

/** Watch the line, and say so when it goes. */
export function watchLine() {
  addEventListener("offline", () => show(false));
  addEventListener("online", () => hasLine());
  if (!navigator.onLine) show(false);
}
