// The fields of a form: read as they would be sent, and filled in again.

/** @param {Element} control */
const isSecret = (control) => control.matches("[type=password], [autocomplete~=one-time-code], [data-no-draft]");

/** @param {HTMLFormElement} form */
const controls = (form) => /** @type {HTMLInputElement[]} */ ([...form.elements]);

/**
 * Neither files nor passwords nor codes are read.
 * @param {HTMLFormElement} form @param {HTMLElement | null} [submitter]
 * @returns {import("./keeping.js").Fields}
 */
export function read(form, submitter) {
  const secret = new Set(controls(form).filter(isSecret).map((control) => control.name));
  /** @type {import("./keeping.js").Fields} */
  const fields = [];
  for (const [name, value] of new FormData(form)) if (typeof value === "string" && !secret.has(name)) fields.push([name, value]);
  if (submitter instanceof HTMLButtonElement && submitter.name && !submitter.name.startsWith("_")) fields.push([submitter.name, submitter.value]);
  return fields;
}

/**
 * Say whether something in the form is not kept, so that only a person can send it.
 * @param {HTMLFormElement} form
 */
export function holdsMore(form) {
  return controls(form).some((control) => (control.type === "file" && control.files?.length) || (isSecret(control) && control.value));
}

/**
 * Fill the form in. Hidden fields keep what the server gave them.
 * @param {HTMLFormElement} form @param {import("./keeping.js").Fields} fields
 * @returns {string[]} the texts for which the form has no place
 */
export function write(form, fields) {
  /** @type {Map<string, string[]>} */
  const left = new Map();
  for (const [name, value] of fields) left.set(name, [...(left.get(name) ?? []), value]);
  for (const control of controls(form)) {
    const values = left.get(control.name);
    if (control.name && !isSecret(control)) place(control, values ?? []);
  }
  return [...left.values()].flat().filter((value) => value.trim());
}

/** @param {HTMLInputElement | HTMLSelectElement} control @param {string[]} values taken out as they find their place */
function place(control, values) {
  if (control instanceof HTMLSelectElement) choose(control, values);
  else if (control.type === "checkbox" || control.type === "radio") tick(control, pull(values, control.value));
  else if (control.type === "hidden" || control.type === "submit") values.shift();
  else if (values.length && control.type !== "file") fill(control, values.shift() ?? "");
}

/** @param {string[]} values @param {string} value */
function pull(values, value) {
  const at = values.indexOf(value);
  if (at >= 0) values.splice(at, 1);
  return at >= 0;
}

/** @param {HTMLSelectElement} control @param {string[]} values */
function choose(control, values) {
  const wanted = [...control.options].map((option) => pull(values, option.value));
  [...control.options].forEach((option, at) => (option.selected = wanted[at]));
  tell(control);
}

/** @param {HTMLInputElement} control @param {boolean} wanted */
function tick(control, wanted) {
  if (control.checked === wanted) return;
  // A click, since that is what shows and hides the questions that hang on an answer.
  if (wanted || control.type === "checkbox") control.click();
  else control.checked = false;
}

/** @param {HTMLInputElement} control @param {string} value */
function fill(control, value) {
  if (control.value === value) return;
  control.value = value;
  tell(control);
}

/** @param {HTMLElement} control */
function tell(control) {
  control.dispatchEvent(new Event("input", { bubbles: true }));
  control.dispatchEvent(new Event("change", { bubbles: true }));
}
