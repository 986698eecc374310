// Drafts: what is typed into a form is kept on the device while it is being typed, and offered again.

import { make } from "./elements.js";
import { read } from "./fields.js";
import { forget, keep, mark, mine, opened } from "./keeping.js";
import { text, moment } from "./words.js";

const PAUSE = 400;
const LONGEST = 30 * 24 * 3600 * 1000;

/**
 * @typedef {{save: (state: import("./keeping.js").State, submitter?: HTMLElement | null) => Promise<void>, flush: () => Promise<void>}} Draft
 * @type {Map<HTMLFormElement, Draft>}
 */
export const drafts = new Map();

/** Keep now what is typed and not yet kept. Never rejects. */
export const flushAll = () => Promise.allSettled([...drafts.values()].map((draft) => draft.flush()));

/** @param {HTMLFormElement} form @param {string} name @returns {HTMLInputElement | null} */
export const hidden = (form, name) => form.querySelector(`input[type=hidden][name=${name}]`);

/** @param {HTMLFormElement} form */
const onceOf = (form) => hidden(form, "_once")?.value ?? "";

/** @param {string} address */
function local(address) {
  const { pathname, search } = new URL(address, location.href);
  return pathname + search;
}

/** @param {HTMLFormElement} form @param {HTMLElement | null} [submitter] */
function contentOf(form, submitter) {
  const { draft = "", title = "", about = "" } = form.dataset;
  const action = local(form.getAttribute("action") || location.href);
  return { name: draft, path: local(location.href), action, title, about, fields: read(form, submitter) };
}

/**
 * Say whether somebody typed before this script came, or the browser itself put back what was typed before a reload.
 * @param {HTMLFormElement} form
 */
function holdsText(form) {
  const typed = /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll("input:not([type=hidden]), textarea"));
  return [...typed].some((control) => control.value !== control.defaultValue || control.checked !== control.defaultChecked);
}

/**
 * Keep this form from now on, whenever something in it changes.
 * @param {HTMLFormElement} form
 */
export function watch(form) {
  let timer = 0;
  const saved = make("p", { class: "govuk-hint draft-saved" });
  form.append(saved);

  /** @type {Draft["save"]} */
  const save = async (state, submitter) => {
    clearTimeout(timer);
    timer = 0;
    await keep(onceOf(form), contentOf(form, submitter), state);
    saved.textContent = text("draftSaved", { time: moment(Date.now()) });
  };
  const flush = async () => {
    if (timer) await save("draft").catch(() => (saved.textContent = text("draftNotSaved")));
  };
  const later = () => {
    timer ||= setTimeout(flush, PAUSE);
  };
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  drafts.set(form, { save, flush });
  if (holdsText(form)) later();
}

/**
 * Find what was typed into this form before, the newest first. What was on its way when this page came was not recorded.
 * @param {HTMLFormElement} form
 */
export async function earlier(form) {
  const all = await Promise.all((await mine()).map(opened));
  const found = all.filter(({ content }) => content?.name === form.dataset.draft);
  for (const { once, state } of found) if (state === "sending") await mark(once, "draft");
  return found;
}

/** Let go of drafts that nobody came back to. Returns how many. */
export async function sweep() {
  const old = (await mine()).filter(({ state, at }) => state === "draft" && Date.now() - at > LONGEST);
  for (const { once } of old) await forget(once);
  return old.length;
}
