package caldavbackup.lying;

import caldavbackup.lying.World.Calendar;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** A server's truth by chance, and how it changes by chance. No two objects are of one length. */
final class RandomWorld {
  private static final String[] SEGMENTS = {
    "work", "büro", "a b", "50% c", "plus+and&", "semi;colon", "☕ pause", "x'y", "Klasse C++"
  };
  private static final String[] SIGNS = {
    "", " ", "ä", "%", "+", "&", "#", "?", "☕", "'", "@x", "~", ";", "(1)", "é€", "  ", "=", "\""
  };
  private static final String[] SAID = {"Grüße", "naïve", "a\\,b\\;c", "☕☕", "<b>&amp;", "plain"};

  private final Random random;
  private final World world;
  private final Set<Integer> lengths = new HashSet<>();
  private int number;

  RandomWorld(Random random) {
    this.random = random;
    World.Traits traits = new World.Traits();
    traits.etags = one(World.Etags.values());
    traits.revisions = one(World.Revisions.values());
    traits.lengths = random.nextInt(3) > 0;
    traits.listsByPropfind = random.nextInt(5) > 0;
    traits.syncs = random.nextInt(3) > 0 || !traits.listsByPropfind && random.nextBoolean();
    traits.queries = !traits.listsByPropfind || random.nextInt(3) > 0;
    traits.multigets = random.nextInt(6) > 0;
    traits.keepsReturns = random.nextInt(5) == 0;
    traits.page = random.nextInt(3) == 0 ? 3 : 0;
    traits.wellKnown = one("/", World.PRINCIPAL, null);
    traits.tokens = random.nextInt(4) == 0;
    traits.hasOtherHome = random.nextInt(6) == 0;
    traits.framing = one(Answer.Framing.LENGTH, Answer.Framing.CHUNKED, Answer.Framing.CLOSE);
    world = new World(traits);
    populate();
  }

  World world() {
    return world;
  }

  @SafeVarargs
  private <T> T one(T... values) {
    return values[random.nextInt(values.length)];
  }

  private void populate() {
    if (random.nextInt(4) == 0) {
      world.folders().add(World.HOME + "family/");
    }
    int calendars = 1 + random.nextInt(4);
    int large = random.nextInt(10) == 0 ? random.nextInt(calendars) : -1;
    for (int i = 0; i < calendars; i++) {
      fill(newCalendar(), i == large ? 60 + random.nextInt(100) : random.nextInt(9));
    }
  }

  private Calendar newCalendar() {
    String segment =
        SEGMENTS[number++ % SEGMENTS.length] + (number > SEGMENTS.length ? number : "");
    Calendar calendar = world.calendar(parent(), segment);
    describe(calendar);
    return calendar;
  }

  /** Most calendars lie in the home; some in a folder there, in another home, or in a calendar. */
  private String parent() {
    List<String> parents = new ArrayList<>(List.of(World.HOME));
    parents.addAll(world.folders());
    if (world.traits().hasOtherHome) {
      parents.add(World.OTHER_HOME);
    }
    if (random.nextInt(15) == 0 && world.traits().listsByPropfind) { // a report names only objects
      parents.addAll(world.calendars().keySet());
    }
    return parents.get(random.nextInt(parents.size()));
  }

  private void describe(Calendar calendar) {
    calendar.describe(
        random.nextInt(5) == 0 ? null : one(SAID) + " " + number,
        random.nextInt(3) == 0 ? one(SAID) : null,
        random.nextBoolean() ? "#12ab" + (10 + random.nextInt(90)) : null);
    if (random.nextInt(3) == 0) {
      calendar.properties.put(
          "{http://mood.example/}mood",
          "<m:mood xmlns:m=\"http://mood.example/\">" + one("good", "bad") + "</m:mood>");
    }
    if (random.nextBoolean()) {
      calendar.properties.put(
          "{urn:ietf:params:xml:ns:caldav}supported-calendar-component-set",
          "<c:supported-calendar-component-set><c:comp name=\"VEVENT\"/><c:comp name=\"VTODO\"/>"
              + "</c:supported-calendar-component-set>");
    }
  }

  private void fill(Calendar calendar, int objects) {
    for (int i = 0; i < objects; i++) {
      String name = "o" + ++number + one(SIGNS) + one("", "-" + number) + one(".ics", ".ics", "");
      world.put(calendar, name, object());
    }
  }

  /** Edits, deletes, new objects, a calendar that goes and one that comes. */
  void change() {
    List<Calendar> all = new ArrayList<>(world.calendars().values());
    for (Calendar calendar : all) {
      for (String name : List.copyOf(calendar.objects.keySet())) {
        switch (random.nextInt(6)) {
          case 0 -> world.put(calendar, name, object());
          case 1 -> world.remove(calendar, name);
          default -> {
            // stays
          }
        }
      }
      fill(calendar, random.nextInt(3));
      if (random.nextInt(4) == 0) {
        describe(calendar);
      }
    }
    if (random.nextBoolean()) {
      fill(newCalendar(), random.nextInt(4));
    }
    Calendar gone = all.get(random.nextInt(all.size()));
    boolean others =
        world.calendars().keySet().stream().anyMatch(path -> !path.startsWith(gone.path()));
    if (others && random.nextBoolean()) {
      world.remove(gone);
    }
  }

  private byte[] object() {
    byte[] bytes = text();
    while (!lengths.add(bytes.length)) {
      bytes = text();
    }
    return bytes;
  }

  private byte[] text() {
    String end = one("\r\n", "\r\n", "\n");
    String type = one("VEVENT", "VEVENT", "VEVENT", "VTODO");
    StringBuilder text = new StringBuilder("BEGIN:VCALENDAR" + end + "VERSION:2.0" + end);
    text.append("PRODID:-//truth//EN").append(end).append("BEGIN:" + type).append(end);
    text.append("UID:uid-").append(number).append('-').append(random.nextInt(1000)).append(end);
    text.append("DTSTAMP:20250101T000000Z").append(end);
    text.append("DTSTART:20260102T100000Z").append(end);
    text.append("SUMMARY:").append(one(SAID)).append(end).append("DESCRIPTION:");
    int lines =
        random.nextInt(500) == 0
            ? 35_000 // more than a megabyte: read alone, as a stream
            : random.nextInt(20) == 0 ? random.nextInt(600) : random.nextInt(25);
    for (int i = 0; i < lines; i++) {
      text.append(one(SAID)).append("x".repeat(random.nextInt(50))).append(end).append(' ');
    }
    text.append("z".repeat(1 + random.nextInt(60))).append(end);
    text.append("END:" + type).append(end).append("END:VCALENDAR").append(end);
    return odd(text.toString());
  }

  /** One in six is no iCalendar, or not quite. */
  private byte[] odd(String text) {
    Charset charset =
        random.nextInt(20) == 0 ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8;
    String odd =
        switch (random.nextInt(36)) {
          case 0 -> "no calendar at all, " + "x".repeat(random.nextInt(900));
          case 1 -> mayBreakOff(charset) ? text.replace("END:VCALENDAR", "") : text;
          case 2 -> text.replaceFirst("SUMMARY:", "SUMMARY:\u0001\u0000");
          case 3 -> text.stripTrailing();
          case 4 -> "\uFEFF" + text;
          case 5 -> "{\"not\":\"iCalendar\",\"n\":" + random.nextInt(100000) + "}";
          default -> text;
        };
    return odd.getBytes(charset);
  }

  /**
   * Whether text without its end can be told from text that is cut: by the listing, or by two ways
   * to read it that give the same.
   */
  private boolean mayBreakOff(Charset charset) {
    return world.hasWord() || world.traits().multigets && charset.equals(StandardCharsets.UTF_8);
  }
}
