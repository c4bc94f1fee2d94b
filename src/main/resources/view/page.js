/* The calendar, the lists of tasks and journals, and the search. */

const MORE = 100; // entries added to a list at a time
const GRIDS = { Month: "dayGridMonth", Week: "timeGridWeek", Day: "timeGridDay", Agenda: "listMonth" };
const LISTS = { Tasks: "task", Journals: "journal" };

const hiddenCalendars = new Set();
let current = matchMedia("(max-width: 600px)").matches ? "Agenda" : "Month";

/* Access to the data */

function itemOf(occurrence) {
  return data.items[occurrence[0]];
}

function calendarOf(item) {
  return data.objects[item.object].calendar;
}

function isShown(item) {
  return !hiddenCalendars.has(calendarOf(item));
}

for (const occurrence of data.times) {
  const item = itemOf(occurrence);
  occurrence.from = toDate(occurrence[1]);
  occurrence.to = toDate(occurrence[2]);
  (item.times ??= []).push(occurrence);
}
data.times.sort((a, b) => a.from - b.from);
data.items.forEach((item) => item.times?.sort((a, b) => a.from - b.from));

const now = new Date();

/** Returns the most relevant occurrence: the next one, else the last. */
function nearest(item) {
  return item.times && (item.times.find((occurrence) => occurrence.to >= now) || item.times.at(-1));
}

function sign(item) {
  if (item.kind === "task") {
    return item.done ? "☑ " : "☐ ";
  }
  return item.kind === "journal" ? "✎ " : "";
}

function spoken(item, occurrence) {
  const kind = item.kind === "event" ? "" : item.kind + " ";
  const state = item.state ? ", " + item.state : "";
  const when = occurrence ? ", " + viewerTime(occurrence) : "";
  return `${kind}${item.title}${when}${state}, calendar ${data.calendars[calendarOf(item)].name}`;
}

/* The calendar */

function toEvent(occurrence) {
  const item = itemOf(occurrence);
  const allDay = isAllDay(occurrence[1]);
  return {
    title: sign(item) + item.title,
    start: allDay ? occurrence[1] : occurrence.from,
    end: allDay ? occurrence[2] : occurrence.to,
    allDay,
    classNames: item.done || item.cancelled ? ["over"] : [],
    extendedProps: { occurrence },
  };
}

function eventsBetween(period, success) {
  success(
    data.times
      .filter((occurrence) => occurrence.from < period.end && occurrence.to >= period.start)
      .filter((occurrence) => isShown(itemOf(occurrence)))
      .map(toEvent),
  );
}

/** Returns more content for the agenda, which has more room; elsewhere the widget's default. */
function content({ event, view }) {
  const item = itemOf(event.extendedProps.occurrence);
  if (view.type !== GRIDS.Agenda) {
    return true;
  }
  const facts = [item.place, data.calendars[calendarOf(item)].name].filter(Boolean).join(" · ");
  return {
    domNodes: [
      make("button", { type: "button", class: "row", "aria-haspopup": "dialog" }, make("bdi", { text: event.title })),
      make("span", { class: "row-facts", dir: "auto", text: facts }),
    ],
  };
}

function dress({ el, event, view }) {
  const occurrence = event.extendedProps.occurrence;
  const item = itemOf(occurrence);
  el.style.setProperty("--calendar", data.calendars[calendarOf(item)].color);
  if (view.type !== GRIDS.Agenda) {
    el.setAttribute("role", "button");
    el.setAttribute("aria-haspopup", "dialog");
    el.setAttribute("aria-label", spoken(item, occurrence));
    el.title = item.title;
  }
}

/** Returns a short time format, for the small cell of a day. */
function shortTime() {
  return Intl.DateTimeFormat(LOCALE, CLOCK).resolvedOptions().hour12
    ? { hour: "numeric", minute: "2-digit", omitZeroMinute: true, meridiem: "narrow" }
    : CLOCK;
}

/** Returns today if this month has entries, else the nearest day with entries. */
function firstDate() {
  let best = null;
  for (const { from } of data.times) {
    if (from.getFullYear() === now.getFullYear() && from.getMonth() === now.getMonth()) {
      return now;
    }
    if (!best || Math.abs(from - now) < Math.abs(best - now)) {
      best = from;
    }
  }
  return best || now;
}

/** Returns the first day of the week in the reader's region; 0 is Sunday, as in FullCalendar. */
function firstDay() {
  const locale = new Intl.Locale(navigator.language);
  return ((locale.getWeekInfo?.() || locale.weekInfo)?.firstDay ?? 1) % 7;
}

const calendar = new FullCalendar.Calendar(byId("calendar"), {
  headerToolbar: false,
  initialView: GRIDS[current],
  initialDate: firstDate(),
  locale: LOCALE,
  firstDay: firstDay(),
  height: "auto",
  nowIndicator: true,
  navLinks: true,
  navLinkDayClick: (date) => open("Day", date),
  dayMaxEvents: 5,
  moreLinkClick: ({ date }) => open("Day", date),
  moreLinkDidMount: ({ el }) => {
    el.setAttribute("role", "button");
    el.removeAttribute("aria-expanded"); // the button opens the day
    el.removeAttribute("aria-controls");
  },
  moreLinkHint: (count) => `Show ${count} more events of this day`,
  eventInteractive: true,
  eventDisplay: "block",
  eventTimeFormat: CLOCK,
  views: {
    dayGrid: { eventTimeFormat: shortTime() },
    timeGridWeek: { dayHeaderFormat: { weekday: "short", day: "numeric" } },
  },
  slotLabelFormat: CLOCK,
  slotDuration: "01:00",
  eventShortHeight: 40,
  eventMinHeight: 20,
  displayEventEnd: false,
  noEventsText: "Nothing in this month",
  events: eventsBetween,
  eventContent: content,
  eventDidMount: dress,
  eventClick: ({ event, jsEvent }) => {
    jsEvent.preventDefault();
    const occurrence = event.extendedProps.occurrence;
    showDetails(itemOf(occurrence), occurrence);
  },
  datesSet: ({ view }) => head(view.title),
});

/* The lists */

function entry(item) {
  const occurrence = nearest(item);
  const facts = [
    occurrence ? (item.kind === "task" ? "due " : "") + viewerTime(occurrence) : null,
    item.repeats,
    item.state,
    item.place,
  ].filter(Boolean);
  const button = make(
    "button",
    { type: "button", class: "entry", "aria-haspopup": "dialog" },
    make("bdi", { class: "entry-title", text: sign(item) + item.title }),
    make("span", { class: "entry-facts", text: facts.join(" · ") }),
    make("span", { class: "entry-calendar" }, make("bdi", { text: data.calendars[calendarOf(item)].name })),
  );
  button.style.setProperty("--calendar", data.calendars[calendarOf(item)].color);
  button.classList.toggle("over", Boolean(item.done || item.cancelled));
  button.addEventListener("click", () => showDetails(item, occurrence));
  return make("li", {}, button);
}

/** Fills the list in steps, because thousands of entries take long to draw. */
function fill(items, empty) {
  const entries = make("ul", { class: "entries" });
  const more = make("button", { type: "button", id: "more" });
  function add() {
    const from = entries.childElementCount;
    entries.append(...items.slice(from, from + MORE).map(entry));
    const left = items.length - entries.childElementCount;
    more.hidden = left === 0;
    more.textContent = `Show ${Math.min(left, MORE)} more of ${left}`;
    if (from > 0) {
      entries.children[from].firstChild.focus();
    }
  }
  more.addEventListener("click", add);
  byId("list").replaceChildren(...(items.length ? [entries, more] : [make("p", { text: empty })]));
  add();
}

function byDate(a, b) {
  const [first, second] = [nearest(a), nearest(b)];
  return (first ? first.from : Infinity) - (second ? second.from : Infinity);
}

function showTasks() {
  const tasks = data.items.filter((item) => item.kind === "task" && isShown(item));
  tasks.sort((a, b) => Boolean(a.done) - Boolean(b.done) || byDate(a, b));
  fill(tasks, "No tasks in these calendars");
  const open = tasks.filter((task) => !task.done).length;
  head(`${open} open, ${tasks.length - open} done`);
}

function showJournals() {
  const journals = data.items.filter((item) => item.kind === "journal" && isShown(item));
  fill(journals.sort(byDate), "No journals in these calendars");
  head(count(journals.length, "journal"));
}

/* The search */

/** Removes case and accents. */
function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

function haystack(item) {
  return (item.plain ??= plain(
    [item.title, item.place, item.text, item.organizer, item.categories, ...(item.people || []).map(([who]) => who)]
      .filter(Boolean)
      .join("\n"),
  ));
}

function found(words) {
  return data.items.filter((item) => isShown(item) && words.every((word) => haystack(item).includes(word)));
}

function showFound(words) {
  const items = found(words).sort(byDate);
  const past = items.findIndex((item) => nearest(item)?.to >= now);
  // future entries first, then past entries, latest first
  fill(past < 0 ? items.reverse() : [...items.slice(past), ...items.slice(0, past).reverse()], "Nothing contains these words");
  head(`${items.length} found`);
}

/* The page */

function count(number, noun) {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** Sets the heading, which a screen reader announces. */
function head(text) {
  byId("period").textContent = text;
  byId("status").textContent = text;
}

function open(view, date) {
  current = view;
  byId("search").value = "";
  if (GRIDS[view]) {
    byId("calendar").hidden = false; // its size is only known while it is visible
    calendar.changeView(GRIDS[view], date);
  }
  update();
}

/** Shows the results of a search, or the current view. */
function update() {
  const words = plain(byId("search").value).split(/\s+/).filter(Boolean);
  const isGrid = !words.length && current in GRIDS;
  byId("calendar").hidden = !isGrid;
  byId("move").hidden = !isGrid;
  byId("list").hidden = isGrid;
  for (const button of byId("views").children) {
    button.setAttribute("aria-pressed", String(!words.length && button.dataset.view === current));
  }
  if (isGrid) {
    calendar.refetchEvents();
    calendar.updateSize();
    head(calendar.view.title);
  } else if (words.length) {
    showFound(words);
  } else if (current === "Tasks") {
    showTasks();
  } else {
    showJournals();
  }
}

function makeViews() {
  for (const view of [...Object.keys(GRIDS), ...Object.keys(LISTS)]) {
    const kind = LISTS[view];
    if (!kind || data.items.some((item) => item.kind === kind)) {
      const button = make("button", { type: "button", "data-view": view, text: view });
      button.addEventListener("click", () => open(view));
      byId("views").append(button);
    }
  }
}

function makeSwitches() {
  data.calendars.forEach((one, index) => {
    const box = make("input", { type: "checkbox" });
    box.checked = true;
    box.addEventListener("change", () => {
      hiddenCalendars[box.checked ? "delete" : "add"](index);
      update();
    });
    const label = make("label", {}, box, swatch(one), make("bdi", { text: one.name }));
    byId("calendars").querySelector("ul").append(make("li", {}, label));
  });
}

function makeHead() {
  byId("about").textContent = data.about;
  for (const { title, lines } of data.notes) {
    byId("notes").append(make("details", { class: "note" }, make("summary", { text: title }), list(lines)));
  }
  byId("zone").textContent = `Times are in your time zone, ${VIEWER_ZONE}. An event's own zone is in its details. ${data.limits}`;
}

makeHead();
makeSwitches();
makeViews();
if (matchMedia("(max-width: 800px)").matches) {
  byId("calendars").open = false;
}
byId("search").addEventListener("input", update);
byId("previous").addEventListener("click", () => calendar.prev());
byId("next").addEventListener("click", () => calendar.next());
byId("today").addEventListener("click", () => calendar.today());
byId("date").addEventListener("change", ({ target }) => {
  if (target.value) {
    open(current in GRIDS ? current : "Month", target.value);
  }
});
for (const [event, isPrinted] of [["beforeprint", true], ["afterprint", false]]) {
  addEventListener(event, () => {
    document.body.classList.toggle("print", isPrinted);
    calendar.updateSize();
  });
}
calendar.render();
update();
