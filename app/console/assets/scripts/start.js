// Nothing typed is ever lost: puts the parts together. Without IndexedDB or WebCrypto every page works as before, and says what it cannot do.

import { addressBlankForm } from "./blank.js";
import { sweep, watch } from "./drafts.js";
import { say } from "./elements.js";
import { forget, forgetWriter, keys, mark, mine } from "./keeping.js";
import { watchLeaving } from "./leaving.js";
import { watchLine } from "./line.js";
import { startOutboxPage } from "./outbox-page.js";
import { startOutbox } from "./outbox.js";
import { page } from "./page.js";
import { line, noteOn, offer } from "./restoring.js";
import { watchSubmits } from "./submitting.js";
import { text } from "./words.js";

const JUST_NOW = 120_000;

const forms = () => /** @type {HTMLFormElement[]} */ ([...document.querySelectorAll("form[data-draft]:has([name=_once])")]);

async function startDrafts() {
  const own = await keys;
  for (const form of forms()) {
    if (!own) {
      noteOn(form).replaceChildren(line(text(page.offline ? "signInFirst" : "cannotKeep")));
      continue;
    }
    await offer(form).catch(() => undefined);
  }
  const old = own ? await sweep() : 0;
  if (old) say(text("discardedOld", { count: old }));
}

/** The page without a line stands where an answer was expected: what was on its way goes into the outbox. */
async function catchUp() {
  const lost = (await mine()).filter(({ state, at }) => state === "sending" && Date.now() - at < JUST_NOW);
  for (const { once } of lost) await mark(once, "waiting");
}

/** Let the service worker keep the blank forms in the reader's language; asked in each tab until it has all of them. */
async function startWorker() {
  if (!("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register("/service-worker.js");
  if (!page.user || sessionStorage.getItem("forms") === page.language) return;
  navigator.serviceWorker.addEventListener("message", () => sessionStorage.setItem("forms", page.language));
  const { active } = await navigator.serviceWorker.ready;
  active?.postMessage({ forms: page.language });
}

/** Start everything; what fails leaves the rest working. */
export async function start() {
  if (page.offline) addressBlankForm();
  // Before anything that takes time: people type at once.
  forms().forEach(watch);
  watchLeaving();
  watchLine();
  watchSubmits();
  document.querySelectorAll("form[action$='/sign-out']").forEach((form) => form.addEventListener("submit", forgetWriter));
  startWorker().catch(() => undefined);
  if (page.offline) await catchUp().catch(() => undefined);
  // First of all, so that what the server has recorded is neither offered nor sent again.
  if (page.sent) await forget(page.sent).catch(() => undefined);
  await startDrafts().catch(() => undefined);
  await startOutboxPage().catch(() => undefined);
  // Last, so that what the reader takes back into a form is not sent meanwhile.
  await startOutbox().catch(() => undefined);
}
