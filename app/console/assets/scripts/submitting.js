// A form is kept before it leaves; without a line it goes into the outbox instead of an error page.

import { drafts, hidden } from "./drafts.js";
import { holdsMore } from "./fields.js";
import { hasLine } from "./line.js";
import { line, noteOn, toOutbox } from "./restoring.js";
import { text } from "./words.js";

/** @type {WeakSet<HTMLFormElement>} */
const kept = new WeakSet();

/** @param {SubmitEvent} event */
async function onSubmit(event) {
  const form = /** @type {HTMLFormElement} */ (event.target);
  const draft = drafts.get(form);
  if (!draft || kept.delete(form)) return;
  event.preventDefault();
  event.stopPropagation();
  if (form.hasAttribute("aria-busy")) return;
  form.setAttribute("aria-busy", "true");
  await leave(form, draft, event.submitter);
  form.removeAttribute("aria-busy");
}

/** @param {HTMLFormElement} form @param {import("./drafts.js").Draft} draft @param {HTMLElement | null} submitter */
async function leave(form, draft, submitter) {
  // A button of its own name asks for the form once more, with room for another entry: it records nothing.
  const isFinal = !submitter?.getAttribute("name")?.startsWith("_");
  const isKept = await draft.save(isFinal ? "sending" : "draft", submitter).then(() => true, () => false);
  if (!isKept || (await hasLine())) {
    kept.add(form);
    return form.requestSubmit(submitter);
  }
  if (!isFinal) return stay(form, draft, "needsLine");
  // What is not kept cannot be sent by itself later.
  if (holdsMore(form)) return stay(form, draft, "cannotWait");
  await draft.save("waiting", submitter);
  navigator.storage?.persist?.().catch(() => undefined);
  putAway(form);
}

/** @param {HTMLFormElement} form @param {import("./drafts.js").Draft} draft @param {string} why */
async function stay(form, draft, why) {
  await draft.save("draft");
  form.querySelector(".draft-note")?.remove();
  const said = line(text(why));
  noteOn(form).replaceChildren(said);
  said.focus();
}

/** @param {HTMLFormElement} form */
function putAway(form) {
  const note = noteOn(form);
  note.className = "outbox-note";
  note.dataset.kept = hidden(form, "_once")?.value;
  form.before(note);
  form.setAttribute("hidden", "");
  drafts.delete(form);
  const said = line(text("putInOutbox"), " ", toOutbox());
  note.replaceChildren(said);
  said.focus();
}

/** Watch every form that keeps a draft, before anything else hears of its being sent. */
export function watchSubmits() {
  document.addEventListener("submit", onSubmit, true);
}
