// The note at the top of a form: there is unsent text, and what to do with it.

import { drafts, earlier, hidden } from "./drafts.js";
import { button, confirmIn, make } from "./elements.js";
import { write } from "./fields.js";
import { forget, mark } from "./keeping.js";
import { text, moment } from "./words.js";

/**
 * Offer what was typed before, or put it in at once if the reader came from the outbox to do just that.
 * @param {HTMLFormElement} form
 */
export async function offer(form) {
  const found = await earlier(form);
  if (form.dataset.filled) return adopt(form, found);
  if (!found.length) return;
  const wanted = found.find(({ once }) => location.hash === `#restore=${once}`);
  const note = noteOn(form);
  if (wanted) {
    history.replaceState(history.state, "", location.pathname + location.search);
    return restore(form, note, wanted);
  }
  const [newest] = found;
  if (newest.state === "waiting") return note.replaceChildren(line(text("inOutbox"), " ", toOutbox()));
  ask(form, note, newest);
}

/**
 * The server gave the form back, and all that was sent is in it: from here on it is kept under the key of this page.
 * @param {HTMLFormElement} form @param {import("./keeping.js").Opened[]} found
 */
async function adopt(form, found) {
  await drafts.get(form)?.save("draft");
  const own = hidden(form, "_once")?.value;
  for (const { once, state } of found) if (state === "sending" && once !== own) await forget(once);
}

/** @param {HTMLFormElement} form */
export function noteOn(form) {
  const note = make("div", { class: "draft-note", role: "region", "aria-live": "polite", "aria-label": text("draftNote") });
  form.prepend(note);
  return note;
}

/** @param {...(Node | string)} inside */
export const line = (...inside) => make("p", { class: "govuk-body", tabindex: "-1" }, ...inside);

export const toOutbox = () => make("a", { class: "govuk-link", href: "/outbox" }, text("openOutbox"));

/** @param {HTMLFormElement} form @param {HTMLElement} note @param {import("./keeping.js").Opened} kept */
function ask(form, note, kept) {
  const buttons = make("div", { class: "govuk-button-group" });
  const leave = async () => {
    await forget(kept.once);
    const gone = line(text("discarded"));
    note.replaceChildren(gone);
    gone.focus();
  };
  const question = { question: text("discardSure"), yes: text("discardYes") };
  buttons.append(
    button(text("restore"), () => restore(form, note, kept)),
    button(text("discard"), () => confirmIn(buttons, question, leave)),
  );
  note.replaceChildren(line(text("unsentText", { time: moment(kept.at) })), buttons);
}

/** @param {HTMLFormElement} form @param {HTMLElement} note @param {import("./keeping.js").Opened} kept */
async function restore(form, note, kept) {
  // What was typed since the page came stays a draft of its own.
  await drafts.get(form)?.flush();
  const fields = kept.content?.fields ?? [];
  const rows = missingRows(form, fields);
  if (rows) return location.replace(`${location.pathname}?items_shown=${rows}#restore=${kept.once}`);
  await mark(kept.once, "draft");
  const once = hidden(form, "_once");
  // The same request as before, should it have arrived after all.
  if (once) once.value = kept.once;
  const homeless = write(form, fields);
  unfold(form);
  const done = line(text("restored", { time: moment(kept.at) }));
  note.replaceChildren(done);
  const revision = fields.find(([name]) => name === "_revision")?.[1] ?? "";
  if (revision !== (hidden(form, "_revision")?.value ?? "")) note.append(line(make("strong", {}, text("changedSince"))));
  if (form.querySelector("[type=file]")) note.append(line(text("filesAgain")));
  if (homeless.length) note.append(line(text("noPlace")), make("ul", { class: "govuk-list govuk-list--bullet" }, ...homeless.map((value) => make("li", {}, value))));
  done.focus();
  form.dispatchEvent(new Event("input"));
}

/**
 * How many rows of a list the form has to show, if it shows too few for these fields; else 0.
 * @param {HTMLFormElement} form @param {import("./keeping.js").Fields} fields
 */
function missingRows(form, fields) {
  const rows = fields.filter(([name]) => !form.elements.namedItem(name)).map(([name]) => /^[^.]+\.(\d+)\./.exec(name)?.[1]);
  const wanted = Math.max(0, ...rows.map((row) => Number(row ?? -1) + 1));
  return new URLSearchParams(location.search).get("items_shown") === String(wanted) ? 0 : wanted;
}

/** Open the parts that are folded away but hold something. @param {HTMLFormElement} form */
function unfold(form) {
  for (const part of form.querySelectorAll("details")) {
    const inside = /** @type {NodeListOf<HTMLInputElement>} */ (part.querySelectorAll("input, select, textarea"));
    part.open ||= [...inside].some(({ type, checked, value }) => (type === "checkbox" || type === "radio" ? checked : value));
  }
}
