// Small pieces of pages, made without any markup in strings.

import { text } from "./words.js";

/**
 * @param {string} tag
 * @param {Record<string, string>} attributes
 * @param {...(Node | string)} inside
 */
export function make(tag, attributes, ...inside) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...inside);
  return made;
}

/**
 * @param {string} label
 * @param {() => unknown} press
 * @param {string} [kind] a modifier of govuk-button
 */
export function button(label, press, kind = "secondary") {
  const made = make("button", { type: "button", class: `govuk-button govuk-button--${kind}` }, label);
  made.addEventListener("click", press);
  return made;
}

/**
 * Put a question in place of some buttons; "no" brings them back.
 * @param {HTMLElement} buttons
 * @param {{question: string, yes: string}} asked
 * @param {() => unknown} act
 */
export function confirmIn(buttons, { question, yes }, act) {
  const before = [...buttons.childNodes];
  const line = make("p", { class: "govuk-body", tabindex: "-1" }, question);
  const back = () => {
    buttons.replaceChildren(...before);
    buttons.querySelector("button")?.focus();
  };
  buttons.replaceChildren(line, button(yes, act, "warning"), " ", button(text("goBack"), back));
  line.focus();
}

/** @type {HTMLElement | undefined} */
let heard;

/**
 * Say something that a screen reader reads out when it has a moment, and that everybody sees for as long as the page is open.
 * @param {string} sentence empty takes it away
 */
export function say(sentence) {
  if (!heard) {
    heard = make("div", { class: "said", role: "status", "aria-live": "polite" });
    document.body.append(heard);
  }
  if (heard.textContent === sentence) return;
  heard.replaceChildren(...(sentence ? [make("p", {}, sentence)] : []));
}
