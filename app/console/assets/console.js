// The console's script. It only enhances: every page does its work without it.
import {
  Button,
  CharacterCount,
  Checkboxes,
  createAll,
  ErrorSummary,
  ExitThisPage,
  NotificationBanner,
  PasswordInput,
  Radios,
} from "govuk-frontend";
import "htmx.org/dist/htmx.esm.min.js";
import { start } from "./scripts/start.js";

const components = [Button, CharacterCount, Checkboxes, ErrorSummary, ExitThisPage, NotificationBanner, PasswordInput, Radios];

// Enhance what a page, or a part that was just swapped in, holds.
function enhance(scope) {
  for (const component of components) createAll(component, {}, { scope, onError: () => {} });
}

document.body.classList.add("js-enabled", "govuk-frontend-supported");
enhance(document);
// On a telephone the places run out of the screen to the side: the one where the reader is comes into view.
const here = document.querySelector(".masthead__places [aria-current]");
if (here instanceof HTMLElement) here.closest("ul")?.scrollTo({ left: here.offsetLeft - 24 });
document.addEventListener("htmx:after:swap", (event) => {
  if (event.target instanceof Element) enhance(event.target);
});

start();
