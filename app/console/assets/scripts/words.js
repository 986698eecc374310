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

/**
 * The time of day, and the day too unless it is today.
 * @param {number} instant milliseconds
 */
export function moment(instant) {
  const then = new Date(instant);
  const isToday = then.toDateString() === new Date().toDateString();
  /** @type {Intl.DateTimeFormatOptions} */
  const how = isToday ? { timeStyle: "short" } : { dateStyle: "medium", timeStyle: "short" };
  return new Intl.DateTimeFormat(document.documentElement.lang || "en", { ...how, hourCycle: "h23" }).format(then);
}
