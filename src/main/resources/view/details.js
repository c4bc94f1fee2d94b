/* The dialog with the details of an event. Text is always inserted as text, never as HTML. */

const dialog = byId("details");

/** Creates an element with attributes, text and children. */
function make(tag, { text, ...attributes } = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, value);
  }
  if (text !== undefined) {
    element.textContent = text;
  }
  element.append(...children);
  return element;
}

function byId(id) {
  return document.getElementById(id);
}

/** Returns a link if the scheme of the address is safe, else the text. */
function link(address, text = address) {
  let scheme = null;
  try {
    scheme = new URL(address).protocol;
  } catch {
    // not an address
  }
  return ["http:", "https:", "mailto:"].includes(scheme)
    ? make("a", { href: address, target: "_blank", rel: "noopener noreferrer", text })
    : document.createTextNode(text);
}

/** Returns the parts of a text, with its web addresses as links. */
function linked(text) {
  return text.split(/(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]])/).map((part, i) => (i % 2 ? link(part) : part));
}

function fact(name, ...content) {
  const value = make("dd", { dir: "auto" }, ...content);
  byId("details-facts").append(make("dt", { text: name }), value);
  return value;
}

function list(lines) {
  return make("ul", {}, ...lines.map((line) => make("li", { dir: "auto", text: line })));
}

function showTimes(item, occurrence) {
  const name = item.when || (item.kind === "task" ? "Due" : "When");
  if (!occurrence) {
    fact(name, "no date");
    return;
  }
  const own = ownTime(occurrence);
  if (typeof occurrence[1] !== "number") {
    fact(name, own + (isAllDay(occurrence[1]) ? ", all day" : item.zone ? ` (${item.zone})` : ", in any time zone"));
    return;
  }
  const here = viewerTime(occurrence);
  fact(name, `${own} (${item.zone})`);
  if (here !== own) {
    fact("Your time", `${here} (${VIEWER_ZONE})`);
  }
}

function showPeople(item) {
  if (item.organizer) {
    fact("Organizer", item.organizer);
  }
  if (item.people) {
    fact("People", list(item.people.map(([who, answer]) => (answer ? `${who}: ${answer}` : who))));
  }
}

function showRestore(object) {
  const word = object.only === undefined ? "only=" + object.path : object.only;
  byId("restore-command").hidden = word === null;
  byId("restore-how").textContent =
    word === null
      ? "No command can name this file: its name and its UID have characters that are not visible."
      : "Replace LOCATION with the address of the account, and add the sign-in options. With dry_run=true the command only shows what it would do.";
  byId("command").textContent = `${data.restore} ${word}`;
  byId("copied").textContent = "";
}

/** Opens the dialog. A task without a date has no occurrence. */
function showDetails(item, occurrence) {
  const object = data.objects[item.object];
  const calendar = data.calendars[object.calendar];
  byId("details-title").textContent = item.title;
  byId("details-facts").replaceChildren();
  showTimes(item, occurrence);
  for (const [name, text] of [
    ["Repeats", item.repeats],
    ["State", item.state],
    ["Place", item.place],
  ]) {
    if (text) {
      fact(name, ...linked(text));
    }
  }
  showPeople(item);
  if (item.reminders) {
    fact("Reminders", list(item.reminders));
  }
  if (item.text) {
    fact("Description", ...linked(item.text)).className = "text";
  }
  if (item.categories) {
    fact("Categories", item.categories);
  }
  if (item.link) {
    fact("Link", link(item.link));
  }
  if (item.attachments) {
    fact("Attachments", list(item.attachments));
  }
  fact("Calendar", swatch(calendar), make("bdi", { text: calendar.name }));
  fact("File", make("code", { text: object.path }));
  fact("UID", make("code", { text: object.uid || "none" }));
  showRestore(object);
  dialog.showModal();
  dialog.scrollTop = 0;
  byId("details-title").focus();
}

function swatch(calendar) {
  const box = make("span", { class: "swatch", "aria-hidden": "true" });
  box.style.setProperty("--calendar", calendar.color);
  return box;
}

async function copyCommand() {
  const command = byId("command");
  let isCopied = true;
  try {
    await navigator.clipboard.writeText(command.textContent);
  } catch {
    getSelection().selectAllChildren(command);
    isCopied = document.execCommand("copy");
  }
  byId("copied").textContent = isCopied ? "Copied." : "The browser does not allow copying: select the command and copy it.";
}

byId("close").addEventListener("click", () => dialog.close());
byId("copy").addEventListener("click", copyCommand);
dialog.addEventListener("click", (click) => {
  if (click.target === dialog) {
    dialog.close(); // a click outside of the content
  }
});
