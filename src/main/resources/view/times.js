/*
 * Formats times. A time in the page's data is
 *   a number   seconds since 1970, for an event with a time zone
 *   a date     2026-03-03, for an all-day event
 *   a text     2026-03-03T09:00, for an event at this local time in any zone
 * An occurrence is [item, start, end, offset at the start, offset at the end]. Offsets are minutes east of UTC
 * in the event's own zone.
 */

// English words, but the order of a date and the clock follow the reader's language
const LOCALE = navigator.language.startsWith("en") ? navigator.language : "en-GB";
const VIEWER_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;
const DAY_MS = 24 * 60 * 60 * 1000;

const DAY = { weekday: "short", day: "numeric", month: "short", year: "numeric" };
const CLOCK = { hour: "2-digit", minute: "2-digit" };

const formats = new Map();

function formatted(date, options, zone) {
  const key = JSON.stringify([options, zone]);
  if (!formats.has(key)) {
    formats.set(key, new Intl.DateTimeFormat(LOCALE, { ...options, timeZone: zone }));
  }
  return formats.get(key).format(date);
}

function isAllDay(time) {
  return typeof time === "string" && time.length === 10;
}

/** Returns a Date whose parts in the reader's zone are the local time of the reader. */
function toDate(time) {
  if (typeof time === "number") {
    return new Date(time * 1000);
  }
  const [year, month, day, hour = 0, minute = 0] = time.split(/[-T:]/).map(Number);
  const date = new Date(2000, month - 1, day, hour, minute);
  date.setFullYear(year, month - 1, day); // the constructor reads the year 26 as 1926
  return date;
}

/** Returns a Date whose parts in UTC are the local time in the event's own zone. */
function toOwnClock(time, offset) {
  return typeof time === "number"
    ? new Date((time + offset * 60) * 1000)
    : new Date(isAllDay(time) ? time + "T00:00Z" : time + "Z");
}

function span(start, end, zone) {
  const days = [formatted(start, DAY, zone), formatted(end, DAY, zone)];
  const clocks = [formatted(start, CLOCK, zone), formatted(end, CLOCK, zone)];
  if (days[0] !== days[1]) {
    return `${days[0]}, ${clocks[0]} – ${days[1]}, ${clocks[1]}`;
  }
  return `${days[0]}, ${clocks[0]}${clocks[0] === clocks[1] ? "" : " – " + clocks[1]}`;
}

function allDaySpan(start, end) {
  const first = toOwnClock(start);
  const last = new Date(Math.max(toOwnClock(end) - DAY_MS, first)); // the end is exclusive
  const words = formatted(first, DAY, "UTC");
  return first < last ? `${words} – ${formatted(last, DAY, "UTC")}` : words;
}

/** Formats an occurrence in the event's own zone, without the zone's name. */
function ownTime([, start, end, startOffset, endOffset = startOffset]) {
  return isAllDay(start)
    ? allDaySpan(start, end)
    : span(toOwnClock(start, startOffset), toOwnClock(end, endOffset), "UTC");
}

/** Formats an occurrence in the reader's zone. */
function viewerTime([, start, end]) {
  return isAllDay(start) ? allDaySpan(start, end) : span(toDate(start), toDate(end));
}
