package caldavbackup.lying;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is on a server: one account's calendars and their objects, kept in memory, byte for byte.
 *
 * <p>Paths are decoded: {@code /cal/alice/büro/}.
 */
public final class World {
  public static final String PRINCIPAL = "/p/alice/";
  public static final String HOME = "/cal/alice/";
  public static final String OTHER_HOME = "/cal/team/";

  /** What an ETag is made of. */
  public enum Etags {
    MD5,
    SHA256,
    COUNTER,
    WEAK_COUNTER,
    NONE
  }

  /** How a calendar tells that it changed. */
  public enum Revisions {
    DIGEST,
    COUNTER,
    NONE
  }

  /** How the server behaves, truthfully. */
  public static final class Traits {
    public Etags etags = Etags.MD5;
    public Revisions revisions = Revisions.COUNTER;
    public boolean lengths = true;
    public boolean listsByPropfind = true;
    public boolean syncs = true;
    public boolean queries = true;
    public boolean multigets = true;

    /** Whether CR is written as a character reference, so that XML does not lose it. */
    public boolean keepsReturns;

    /** Objects in one page of a sync-collection, 0 for all. */
    public int page;

    /** Where the well-known address leads; null for nowhere. */
    public String wellKnown = "/";

    /** Whether the principal names two homes. */
    public boolean hasOtherHome;

    /** Whether the user signs in with tokens, not with a password. */
    public boolean tokens;

    public Answer.Framing framing = Answer.Framing.LENGTH;

    @Override
    public String toString() {
      return ("ETags %s, lengths %s, revisions %s, listed by PROPFIND %s, sync %s, query %s,"
              + " multiget %s, page %d, well-known %s, tokens %s, %s")
          .formatted(
              etags,
              lengths,
              revisions,
              listsByPropfind,
              syncs,
              queries,
              multigets,
              page,
              wellKnown,
              tokens,
              framing);
    }
  }

  /**
   * One object.
   *
   * @param number its version, counted over the whole server
   */
  public record Stored(byte[] bytes, long number) {}

  /** One calendar: its properties by {@code {namespace}name} as elements, its objects by name. */
  public static final class Calendar {
    public final Map<String, String> properties = new LinkedHashMap<>();
    public final Map<String, Stored> objects = new TreeMap<>();
    private final String path;
    private String displayName;
    private String description;
    private String color;

    private Calendar(String path) {
      this.path = path;
    }

    public String path() {
      return path;
    }

    public String segment() {
      return path.substring(path.lastIndexOf('/', path.length() - 2) + 1, path.length() - 1);
    }

    public String displayName() {
      return displayName;
    }

    public String description() {
      return description;
    }

    public String color() {
      return color;
    }

    /** Gives it a name, a description and a colour; null for none. */
    public void describe(String name, String text, String rgb) {
      displayName = name;
      description = text;
      color = rgb;
      set("{DAV:}displayname", "d:displayname", name);
      set("{urn:ietf:params:xml:ns:caldav}calendar-description", "c:calendar-description", text);
      set("{http://apple.com/ns/ical/}calendar-color", "a:calendar-color", rgb);
    }

    private void set(String key, String element, String text) {
      if (text == null) {
        properties.remove(key);
      } else {
        properties.put(key, "<" + element + ">" + Multistatus.escape(text) + "</" + element + ">");
      }
    }
  }

  private final Traits traits;
  private final Map<String, Calendar> calendars = new TreeMap<>();
  private final List<String> folders = new ArrayList<>();
  private final String salt = Long.toString(System.nanoTime(), 36).replaceAll("\\d", "x");
  private long changes = 100;

  public World(Traits traits) {
    this.traits = traits;
  }

  public Traits traits() {
    return traits;
  }

  /** The calendars by their paths. */
  public Map<String, Calendar> calendars() {
    return calendars;
  }

  /** Plain collections in the home, which may hold calendars. */
  public List<String> folders() {
    return folders;
  }

  /** Adds a calendar in a collection, or gives the one that is there. */
  public synchronized Calendar calendar(String parent, String segment) {
    changes++;
    return calendars.computeIfAbsent(parent + segment + "/", Calendar::new);
  }

  /** Stores an object, new or changed. */
  public synchronized void put(Calendar calendar, String name, byte[] bytes) {
    calendar.objects.put(name, new Stored(bytes, ++changes));
  }

  public synchronized void remove(Calendar calendar, String name) {
    changes++;
    calendar.objects.remove(name);
  }

  /** Removes a calendar and what lies below it. */
  public synchronized void remove(Calendar calendar) {
    changes++;
    calendars.keySet().removeIf(path -> path.startsWith(calendar.path()));
  }

  /** How many calendars and objects there are. */
  public int size() {
    return calendars.values().stream().mapToInt(calendar -> 1 + calendar.objects.size()).sum();
  }

  /** The ETag of an object, null for none. */
  public String etag(Stored object) {
    return switch (traits.etags) {
      case MD5 -> '"' + digest("MD5", object.bytes()) + '"';
      case SHA256 -> '"' + digest("SHA-256", object.bytes()) + '"';
      case COUNTER -> "\"v" + object.number() + "\"";
      case WEAK_COUNTER -> "W/\"" + object.number() + "\"";
      case NONE -> null;
    };
  }

  /** When an object was changed: an hour for each change. */
  public String modified(Stored object) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(
        Instant.parse("2023-01-01T00:00:00Z")
            .plusSeconds(3600 * object.number())
            .atOffset(ZoneOffset.UTC));
  }

  /**
   * What changes with each change in a calendar, null for none. It is of this world alone: what a
   * client keeps of another one at the same address is no part of the truth.
   */
  public String revision(Calendar calendar) {
    StringBuilder all = new StringBuilder(salt + calendar.path());
    calendar.objects.forEach((name, object) -> all.append(name).append(object.number()));
    return switch (traits.revisions) {
      case DIGEST -> digest("MD5", all.toString().getBytes(StandardCharsets.UTF_8));
      case COUNTER ->
          salt + "-" + calendar.objects.values().stream().mapToLong(Stored::number).max().orElse(0);
      case NONE -> null;
    };
  }

  /** Whether a listing says something by which an object's bytes can be judged. */
  public boolean hasWord() {
    return traits.lengths || traits.etags == Etags.MD5 || traits.etags == Etags.SHA256;
  }

  @Override
  public String toString() {
    StringBuilder all = new StringBuilder("[" + traits + "] ");
    calendars.forEach(
        (path, calendar) -> all.append(path).append(calendar.objects.keySet()).append(' '));
    return all.toString();
  }

  private static String digest(String algorithm, byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
