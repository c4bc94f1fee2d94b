package caldavbackup.ical;

import static java.util.stream.Collectors.joining;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The canonical form of a content line, the same for all ways to write it. Section numbers refer to
 * RFC 5545. Properties without a rule here are compared literally.
 */
final class CanonicalLine {
  private static final String WHEN = "DATE, DATE-TIME, PERIOD or DURATION";
  private static final String ENUMERATED = "enumerated";
  private static final String AS_IT_STANDS = "any";

  /** Value types (3.3) of the properties that servers rewrite. */
  private static final Map<String, String> TYPES = new HashMap<>();

  static {
    type("TEXT", "SUMMARY DESCRIPTION LOCATION COMMENT CONTACT CATEGORIES RESOURCES UID TZID");
    type(ENUMERATED, "STATUS CLASS TRANSP ACTION CALSCALE");
    type(WHEN, "DTSTART DTEND DUE DURATION RECURRENCE-ID RDATE EXDATE TRIGGER FREEBUSY");
    type(WHEN, "COMPLETED ACKNOWLEDGED REFRESH-INTERVAL");
    type("RECUR", "RRULE EXRULE");
    type("CAL-ADDRESS", "ATTENDEE ORGANIZER");
    type("FLOAT", "GEO");
    type("INTEGER", "PRIORITY PERCENT-COMPLETE REPEAT");
    type("UTC-OFFSET", "TZOFFSETFROM TZOFFSETTO");
    type("URI", "ATTACH URL TZURL");
  }

  private static void type(String type, String properties) {
    Stream.of(properties.split(" ")).forEach(property -> TYPES.put(property, type));
  }

  /**
   * Properties for which one line with many values equals many lines (3.8.1.2, 3.8.2.6, 3.8.5.1,
   * 3.8.5.2).
   */
  private static final Set<String> LISTS =
      Set.of("CATEGORIES", "RESOURCES", "EXDATE", "RDATE", "FREEBUSY");

  /**
   * Properties that a server sets on its own copy: 3.7.3, 3.8.7.1 to 3.8.7.4; METHOD, which must
   * not be stored (RFC 4791, section 4.1); properties that Cyrus removes because only Cyrus sets
   * them.
   */
  private static final Pattern SERVERS_OWN =
      Pattern.compile("PRODID|CREATED|DTSTAMP|LAST-MODIFIED|SEQUENCE|METHOD|X-LIC-ERROR|X-JMAP-.*");

  /** Other properties that servers add. A lost one may have been the user's. */
  private static final Pattern MAY_BE_ADDED = Pattern.compile("X-(LIC|MOZ|APPLE|SOGO)-.*");

  /** Default values: 3.8.1.3, 3.8.2.7, 3.7.1, 3.7.4. */
  private static final Set<String> DEFAULTS =
      Set.of("CLASS\n:PUBLIC", "TRANSP\n:OPAQUE", "CALSCALE\n:GREGORIAN", "VERSION\n:2.0");

  /**
   * Parameters for and from the scheduling server (RFC 6638, sections 7.2, 7.3), and vobject's own.
   */
  private static final Set<String> SERVERS_OWN_PARAMETERS =
      Set.of("SCHEDULE-STATUS", "SCHEDULE-FORCE-SEND", "X-VOBJ-FLOATINGTIME-ALLOWED");

  /** Default parameters: 3.2.3, 3.2.7, 3.2.9, 3.2.12, 3.2.14 to 3.2.17; RFC 6638, section 7.1. */
  private static final Set<String> DEFAULT_PARAMETERS =
      Set.of(
          ("CUTYPE=INDIVIDUAL ENCODING=8BIT FBTYPE=BUSY PARTSTAT=NEEDS-ACTION RELATED=START"
                  + " RELTYPE=PARENT ROLE=REQ-PARTICIPANT RSVP=FALSE SCHEDULE-AGENT=SERVER")
              .split(" "));

  /**
   * Parameters that SOGo adds to organizer and attendees from its address book. Their loss is a
   * difference.
   */
  private static final Set<String> ADDED_PARAMETERS = Set.of("CN", "RSVP", "EMAIL");

  /** Enumerated names, languages and media types: case is not significant (section 2). */
  private static final Set<String> ENUMERATED_PARAMETERS =
      Set.of(
          ("CUTYPE ENCODING FBTYPE FMTTYPE LANGUAGE PARTSTAT RANGE RELATED RELTYPE ROLE RSVP"
                  + " SCHEDULE-AGENT VALUE")
              .split(" "));

  private static final Pattern DURATION =
      Pattern.compile(
          "([+-]?)P(?:(\\d{1,9})W)?(?:(\\d{1,9})D)?"
              + "(?:T(?:(\\d{1,9})H)?(?:(\\d{1,9})M)?(?:(\\d{1,9})S)?)?");

  /** The TZID of a value that it does not affect; vobject keeps the original name. */
  private static final Pattern ANY_TZID = Pattern.compile("(X-VOBJ-ORIGINAL-)?TZID=");

  private static final Pattern LOCAL_TIME = Pattern.compile("(\\d{8}T\\d{6})(?!\\d|Z)");

  /** A time, or a period with a duration or an end in UTC. */
  private static final Pattern ALL_UTC = Pattern.compile("\\d{8}T\\d{6}Z(/(P.*|\\d{8}T\\d{6}Z))?");

  private CanonicalLine() {}

  /**
   * Returns the meanings of a line: property name, parameters and one value, each followed by a
   * line feed.
   *
   * @param utc the time zones of the object that equal UTC
   */
  static List<String> of(ContentLine line, UtcZones utc) {
    String name = line.name();
    List<String> meanings = new ArrayList<>();
    if (!SERVERS_OWN.matcher(name).matches()) {
      Set<String> parameters = parameters(line.parameters());
      boolean list = LISTS.contains(name);
      for (String value : list ? split(line.value(), ',', false) : List.of(line.value())) {
        meanings.add(of(name, new TreeSet<>(parameters), value, utc));
      }
      // an empty value of a known type has no meaning
      meanings.removeIf(said -> TYPES.containsKey(name) && said.equals(name + "\n:"));
      meanings.removeAll(DEFAULTS);
    }
    return meanings;
  }

  static String name(String meaning) {
    return meaning.substring(0, meaning.indexOf('\n'));
  }

  static String value(String meaning) {
    return meaning.substring(meaning.lastIndexOf('\n') + 2);
  }

  static boolean mayBeAdded(String meaning) {
    return MAY_BE_ADDED.matcher(name(meaning)).matches();
  }

  /** Returns whether a line only adds details to the same calendar user address. */
  static boolean saysMore(String after, String before) {
    Set<String> was = new HashSet<>(List.of(before.split("\n")));
    Set<String> more = new HashSet<>(List.of(after.split("\n")));
    boolean isAll = more.containsAll(was);
    more.removeAll(was);
    return TYPES.getOrDefault(name(before), "").equals("CAL-ADDRESS")
        && isAll
        && more.stream().allMatch(added -> ADDED_PARAMETERS.contains(added.split("=")[0]));
  }

  private static String of(String name, Set<String> parameters, String value, UtcZones utc) {
    String plain = value.strip();
    String type = TYPES.getOrDefault(name, AS_IT_STANDS);
    if (type.equals(WHEN)) {
      plain = when(plain.toUpperCase(Locale.ROOT));
      type = typeOfTime(plain); // by its form, not by VALUE (3.2.20)
      if (parameters.stream().anyMatch(parameter -> utc.isTzidOfOne(parameter))) {
        plain = LOCAL_TIME.matcher(plain).replaceAll("$1Z"); // 3.3.5
      }
      if (type.equals("DATE") || ALL_UTC.matcher(plain).matches()) {
        parameters.removeIf(parameter -> ANY_TZID.matcher(parameter).lookingAt()); // 3.2.19
      }
    } else if (parameters.stream().anyMatch(parameter -> parameter.startsWith("VALUE="))
        && !parameters.contains("VALUE=" + type)) {
      type = AS_IT_STANDS;
    } else if (type.equals("CAL-ADDRESS")) {
      plain = address(plain);
      String bare = plain.replaceFirst("^mailto:", ""); // as CN it adds nothing (3.2.2)
      parameters.removeIf(parameter -> parameter.equalsIgnoreCase("CN=" + bare));
    }
    parameters.remove("VALUE=" + type);
    plain =
        switch (type) {
          case "TEXT" -> text(name.matches("UID|TZID") ? value : plain); // blanks are not visible
          case ENUMERATED -> plain.toUpperCase(Locale.ROOT); // section 2
          case "RECUR" -> rule(plain.toUpperCase(Locale.ROOT));
          case "FLOAT", "INTEGER" -> numbers(plain);
          case "UTC-OFFSET" -> plain.replaceFirst("^([+-]\\d{4})00$", "$1"); // 3.3.14
          case AS_IT_STANDS -> value;
          default -> plain;
        };
    return Stream.concat(Stream.of(name), parameters.stream()).collect(joining("\n"))
        + "\n:"
        + plain;
  }

  /**
   * Normalizes parameters: order, quotes and the case of names are not significant; a list equals
   * many parameters (3.2).
   */
  static Set<String> parameters(String text) {
    Set<String> parameters = new TreeSet<>();
    for (String parameter : split(text, ';', true)) {
      String[] parts = parameter.split("=", 2);
      String name = parts[0].strip().toUpperCase(Locale.ROOT);
      if (name.isEmpty() || SERVERS_OWN_PARAMETERS.contains(name)) {
        continue;
      }
      List<String> values = parts.length == 1 ? List.of() : split(parts[1], ',', true);
      for (String value : values.isEmpty() ? List.of("") : values) {
        boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        String plain = address(quoted ? value.substring(1, value.length() - 1) : value);
        boolean enumerated = ENUMERATED_PARAMETERS.contains(name);
        parameters.add(name + "=" + (enumerated ? plain.toUpperCase(Locale.ROOT) : plain));
      }
    }
    parameters.removeAll(DEFAULT_PARAMETERS);
    return parameters;
  }

  /**
   * Normalizes a text: {@code \N} equals {@code \n}; comma and semicolon need no backslash
   * (3.3.11); a backslash before any other character is kept. Control characters are not allowed
   * (3.1) and are dropped, except those that separate words.
   */
  private static String text(String value) {
    StringBuilder text = new StringBuilder(value.length());
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\\' && i + 1 < value.length()) {
        char escaped = value.charAt(++i);
        text.append(escaped == ',' || escaped == ';' ? "" : "\\");
        text.append(escaped == 'N' ? 'n' : escaped);
      } else if (c >= ' ' && c != '\u007F' || c >= '\t' && c <= '\r') {
        text.append(c);
      }
    }
    return text.toString();
  }

  /** 3.3.4, 3.3.5, 3.3.6, 3.3.9; some programs write {@code +0000} instead of Z. */
  private static String when(String value) {
    if (value.indexOf('/') >= 0) {
      return Stream.of(value.split("/", -1)).map(CanonicalLine::when).collect(joining("/"));
    }
    Matcher duration = DURATION.matcher(value);
    if (!duration.matches()) {
      return value.replaceFirst("^(\\d{8}T\\d{6})[+-]0000$", "$1Z");
    }
    // a day does not always have 24 hours: days and hours stay separate
    long days = 7 * amount(duration, 2) + amount(duration, 3);
    long seconds = 3600 * amount(duration, 4) + 60 * amount(duration, 5) + amount(duration, 6);
    boolean before = duration.group(1).equals("-") && days + seconds > 0;
    return (before ? "-P" : "P") + days + "DT" + seconds + "S";
  }

  private static long amount(Matcher duration, int group) {
    return duration.group(group) == null ? 0 : Long.parseLong(duration.group(group));
  }

  private static String typeOfTime(String when) {
    boolean duration = when.startsWith("P") || when.startsWith("-P");
    return when.contains("/")
        ? "PERIOD"
        : duration ? "DURATION" : when.matches("\\d{8}") ? "DATE" : "DATE-TIME";
  }

  /** Order, INTERVAL=1, WKST=MO, a plus sign and a leading zero are not significant (3.3.10). */
  private static String rule(String rule) {
    return Stream.of(rule.split(";"))
        .filter(part -> !part.isBlank() && !part.matches("INTERVAL=0*1|WKST=MO"))
        .map(part -> part.split("=", 2))
        .map(part -> part[0] + "=" + (part.length == 1 ? "" : sorted(part[1])))
        .sorted()
        .collect(joining(";"));
  }

  private static String sorted(String values) {
    return Stream.of(values.split(","))
        .map(value -> value.replaceFirst("^\\+(?=\\d)", "").replaceFirst("^(-?)0+(?=\\d)", "$1"))
        .distinct()
        .sorted()
        .collect(joining(","));
  }

  /** 3.3.7, 3.3.8. */
  private static String numbers(String values) {
    return Stream.of(values.split(";", -1))
        .map(
            value ->
                value.matches("[+-]?\\d{1,20}(\\.\\d{1,20})?")
                    ? new BigDecimal(value).stripTrailingZeros().toPlainString()
                    : value)
        .collect(joining(";"));
  }

  /** The case of scheme and domain is not significant (RFC 3986, 6.2.2.1; RFC 5321, 2.4). */
  private static String address(String address) {
    if (!address.regionMatches(true, 0, "mailto:", 0, 7)) {
      return address;
    }
    int domain = Math.max(7, address.lastIndexOf('@'));
    return "mailto:"
        + address.substring(7, domain)
        + address.substring(domain).toLowerCase(Locale.ROOT);
  }

  /** Splits at separators that are neither quoted nor, in values, escaped with a backslash. */
  private static List<String> split(String text, char separator, boolean quotes) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && !quotes) {
        i++;
      } else if (c == separator && !quoted) {
        parts.add(text.substring(from, i));
        from = i + 1;
      }
      quoted ^= quotes && c == '"';
    }
    if (from < text.length()) {
      parts.add(text.substring(from));
    }
    return parts;
  }
}
