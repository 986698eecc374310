// A screen that is left alone locks itself; whoever has to leave quickly leaves nothing open.

import { flushAll } from "./drafts.js";
import { say } from "./elements.js";
import { page } from "./page.js";
import { text } from "./words.js";

const WARNING = 30_000;
const TELL_EVERY = 2_000;
const PATIENCE = 3_000;
const WAY_OUT = ".govuk-exit-this-page__button, .govuk-js-exit-this-page-skiplink";
const OWED = "rumduol-lock-owed";
const ACTIVE = "rumduol-active";

let active = Date.now();
let toldOthers = 0;
let isWarned = false;
let isLocked = false;
let timer = 0;
const tabs = globalThis.BroadcastChannel ? new BroadcastChannel("rumduol-idle") : null;

// Kept where the next page finds it: without a line the server does not hear of a lock now.
const owed = {
  is: () => attempt(() => localStorage.getItem(OWED)),
  yes: () => attempt(() => localStorage.setItem(OWED, "1")),
  no: () => attempt(() => localStorage.removeItem(OWED)),
};

/** @param {() => unknown} step where a browser may keep nothing at all, the lock must work all the same */
function attempt(step) {
  try {
    return step();
  } catch {
    return null;
  }
}

// When somebody was last here, in whichever tab: no timer runs while none is open.
const remember = () => attempt(() => localStorage.setItem(ACTIVE, String(Date.now())));

/** Say whether all tabs were closed for so long that an open one would have locked itself. */
function wasLeftAlone() {
  const last = Number(attempt(() => localStorage.getItem(ACTIVE)));
  return last > 0 && Date.now() - last >= page.idleSeconds * 1000;
}

/** Hide the page, keep what is typed, lock the session on the server, and ask for the password. */
async function lock() {
  if (isLocked) return;
  isLocked = true;
  document.body.hidden = true;
  owed.yes();
  const limit = new Promise((go) => setTimeout(go, PATIENCE));
  const told = fetch("/lock", { method: "POST", keepalive: true, redirect: "manual" }).then(owed.no);
  await Promise.race([limit, Promise.allSettled([flushAll(), told])]);
  location.replace(`/unlock?next=${encodeURIComponent(location.pathname)}`);
}

function check() {
  clearTimeout(timer);
  const left = active + page.idleSeconds * 1000 - Date.now();
  if (left <= 0) {
    tabs?.postMessage("lock");
    return lock();
  }
  if (left <= WARNING && !isWarned) say(text("lockSoon", { seconds: Math.ceil(left / 1000) }));
  isWarned = left <= WARNING;
  timer = setTimeout(check, Math.max(left > WARNING ? left - WARNING : left, 100));
}

function calm() {
  if (isWarned) say("");
  isWarned = false;
}

function onActivity() {
  active = Date.now();
  calm();
  if (active - toldOthers < TELL_EVERY) return;
  toldOthers = active;
  remember();
  tabs?.postMessage("active");
}

/** @param {MessageEvent} event */
function onOtherTab({ data }) {
  if (data === "lock") return lock();
  active = Date.now();
  calm();
}

function watchIdle() {
  remember();
  for (const kind of ["keydown", "pointerdown", "touchstart"]) addEventListener(kind, onActivity, { passive: true, capture: true });
  tabs?.addEventListener("message", onOtherTab);
  // Timers stand still while a laptop sleeps.
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && check());
  check();
}

function leaveQuickly() {
  document.body.hidden = true;
  if (!page.user) return;
  owed.yes();
  navigator.sendBeacon("/lock");
  tabs?.postMessage("lock");
}

/** Watch for idleness and for the way out. A page that comes back from the browser's memory is asked for afresh. */
export function watchLeaving() {
  addEventListener("pageshow", (event) => event.persisted && location.reload());
  addEventListener("pagehide", flushAll);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && flushAll());
  document.addEventListener("click", (event) => event.target instanceof Element && event.target.closest(WAY_OUT) && leaveQuickly(), true);
  // The component says by this class that the key was pressed three times.
  const byKeys = () => document.body.classList.contains("govuk-exit-this-page-hide-content") && !document.body.hidden && leaveQuickly();
  new MutationObserver(byKeys).observe(document.body, { attributeFilter: ["class"] });
  // Whoever gives the password again owes no lock, and is here; a wrong one locks on the server too.
  for (const form of document.querySelectorAll("form:is([action='/unlock'], [action='/sign-in'])")) {
    form.addEventListener("submit", () => (owed.no(), remember()));
  }
  if (!page.user || !page.idleSeconds) return;
  if (owed.is() || wasLeftAlone()) return void lock();
  watchIdle();
}
