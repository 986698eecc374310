// The page of the outbox: what waits, what needs a person, and the drafts that are kept on this device.

import { button, confirmIn, make } from "./elements.js";
import { forget, keys, mark, mine, opened } from "./keeping.js";
import { sendAll } from "./outbox.js";
import { text, moment } from "./words.js";

/** @param {HTMLElement} box */
export async function showOutbox(box) {
  const own = await keys;
  const kept = await mine();
  if (!kept.length) return box.replaceChildren(make("p", { class: "govuk-body" }, text(own ? "outboxEmpty" : "cannotKeep")));
  if (!own?.privateKey) return box.replaceChildren(make("p", { class: "govuk-body" }, text("sealedCount", { count: kept.length })));
  const all = await Promise.all(kept.map(opened));
  const isGoing = (/** @type {import("./keeping.js").Kept} */ { state }) => state === "waiting" || state === "refused";
  const going = all.filter(isGoing);
  const drafts = all.filter((one) => !isGoing(one));
  box.replaceChildren(...list(text("outboxWaiting"), going, box), ...list(text("outboxDrafts"), drafts, box));
}

/** @param {string} heading @param {import("./keeping.js").Opened[]} kept @param {HTMLElement} box */
function list(heading, kept, box) {
  if (!kept.length) return [];
  const items = kept.map((one) => entry(one, box));
  return [make("h2", { class: "govuk-heading-m" }, heading), make("ul", { class: "govuk-list outbox" }, ...items)];
}

/** @param {import("./keeping.js").Opened} kept @param {HTMLElement} box */
function entry(kept, box) {
  const { once, at, content } = kept;
  const title = content ? content.title || content.path : text("cannotOpen");
  const what = make("p", { class: "govuk-body" }, make("strong", {}, title));
  if (content?.about) what.append(" · ", content.about);
  what.append(make("br", {}), text("writtenAt", { time: moment(at) }), " · ", stateOf(kept));
  const buttons = make("div", { class: "govuk-button-group" });
  if (content) buttons.append(make("a", { class: "govuk-link", href: `${content.path}#restore=${once}` }, text("open")));
  if (content && kept.state === "waiting") buttons.append(button(text("sendNow"), sendAll));
  if (content && kept.state === "refused") buttons.append(button(text("sendNow"), () => mark(once, "waiting").then(sendAll)));
  if (content) buttons.append(button(text("show"), () => what.after(written(content))));
  const gone = async () => {
    await forget(once);
    await showOutbox(box);
    box.focus();
  };
  const question = { question: text("deleteSure"), yes: text("deleteYes") };
  buttons.append(button(text("delete"), () => confirmIn(buttons, question, gone)));
  return make("li", { class: kept.state === "refused" ? "outbox-note outbox-note--conflict" : "outbox-note" }, what, buttons);
}

/** What was typed, for whom the form is no longer open. @param {import("./keeping.js").Content} content */
function written({ fields }) {
  const values = fields.filter(([name, value]) => !name.startsWith("_") && value.trim()).map(([, value]) => make("li", {}, value));
  return make("ul", { class: "govuk-list govuk-list--bullet" }, ...values);
}

/** @param {import("./keeping.js").Kept} kept */
function stateOf({ state, status }) {
  if (state === "draft" || state === "sending") return text("stateDraft");
  if (state === "waiting") return text(status === 401 ? "signInToSend" : "stateWaiting");
  if (status === 409 || status === 412) return text("stateConflict");
  return text(status === 422 ? "stateInvalid" : "stateRefused");
}

/** Show the list where the page has a place for it, and keep it true. */
export async function startOutboxPage() {
  const box = document.getElementById("outbox");
  if (!box) return;
  box.tabIndex = -1;
  document.addEventListener("app:kept", () => {
    // A question that is being answered is not taken away.
    if (!box.querySelector(".govuk-button--warning")) showOutbox(box);
  });
  await showOutbox(box);
}
