// A form that came from the service worker, without a line: it belongs to the case in the address.

import { dayAndTime } from "./words.js";

/** Make a blank form one for this case, to be sent as if the server had made it. */
export function addressBlankForm() {
  const form = document.querySelector("form[data-draft]");
  const found = /^\/cases\/([^/]+)\/do\/(\w+)$/.exec(location.pathname);
  if (!(form instanceof HTMLFormElement) || !found) return;
  // By attribute, here and elsewhere: a field may be called "action".
  form.setAttribute("action", location.pathname);
  form.dataset.draft = `${found[2]}:${found[1]}`;
  const once = form.querySelector("[name=_once]");
  if (once instanceof HTMLInputElement) once.value = crypto.randomUUID();
  // The page was made days ago; the act is done now.
  const now = dayAndTime(Date.now());
  for (const part of /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll("[data-now]"))) {
    part.value = part.dataset.now === "day" ? now.day : now.time;
  }
}
