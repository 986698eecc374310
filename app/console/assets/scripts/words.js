// The texts that scripts show. The server puts them into <script type="application/json" id="words"> in the reader's language; the English
// of every key is in app/console/script_words.py. What stands in braces is filled in here.

/** @type {Record<string, string>} */
const words = JSON.parse(document.getElementById("words")?.textContent || "{}");

/**
 * @param {string} key
 * @param {Record<string, string | number>} [filling]
 */
export function text(key, filling = {}) {
  return (words[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => String(filling[name] ?? whole));
}

// As on every page of the console, wherever the device thinks it is.
const WHERE = { timeZone: "Asia/Phnom_Penh" };

/**
 * The day and the time of day as the fields of a form hold them.
 * @param {number} instant milliseconds
 */
export function dayAndTime(instant) {
  // Swedes write 2026-11-22 20:31.
  const [day, time] = new Intl.DateTimeFormat("sv", { ...WHERE, dateStyle: "short", timeStyle: "short" }).format(instant).split(" ");
  return { day, time };
}

/**
 * The time of day, and the day too unless it is today.
 * @param {number} instant milliseconds
 */
export function moment(instant) {
  const { day, time } = dayAndTime(instant);
  if (day === dayAndTime(Date.now()).day) return time;
  return `${new Intl.DateTimeFormat(document.documentElement.lang || "en", { ...WHERE, dateStyle: "medium" }).format(instant)}, ${time}`;
}
