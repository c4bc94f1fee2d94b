package caldavbackup.view;

import caldavbackup.ical.ContentLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A person in an event (RFC 5545, sections 3.8.4.1 and 3.8.4.3).
 *
 * @param who name and address, or one of them
 * @param answer the person's answer and role in the event; may be empty
 */
record Person(String who, String answer) {
  private static final Pattern MAILTO = Pattern.compile("(?i)mailto:");

  /** Returns the person of an ATTENDEE or ORGANIZER line. */
  static Person of(ContentLine line) {
    String address = MAILTO.matcher(line.value().strip()).replaceFirst("");
    String name = line.parameter("CN");
    name = name == null ? "" : IcalText.ofParameter(name).strip();
    String who =
        name.isEmpty() || name.equalsIgnoreCase(address)
            ? address
            : address.isEmpty() ? name : name + " <" + address + ">";
    List<String> words = new ArrayList<>();
    add(
        words,
        switch (word(line, "PARTSTAT")) {
          case "ACCEPTED" -> "accepted";
          case "DECLINED" -> "declined";
          case "TENTATIVE" -> "maybe";
          case "DELEGATED" -> "delegated";
          case "COMPLETED" -> "done";
          case "IN-PROCESS" -> "in progress";
          default -> line.name().equals("ATTENDEE") ? "no answer" : "";
        });
    add(
        words,
        switch (word(line, "ROLE")) {
          case "OPT-PARTICIPANT" -> "optional";
          case "NON-PARTICIPANT" -> "for information";
          case "CHAIR" -> "chair";
          default -> "";
        });
    add(
        words,
        switch (word(line, "CUTYPE")) {
          case "ROOM" -> "room";
          case "RESOURCE" -> "resource";
          case "GROUP" -> "group";
          default -> "";
        });
    return new Person(who, String.join(", ", words));
  }

  private static String word(ContentLine line, String parameter) {
    String value = line.parameter(parameter);
    return value == null ? "" : value.toUpperCase(Locale.ROOT);
  }

  private static void add(List<String> words, String word) {
    if (!word.isEmpty()) {
      words.add(word);
    }
  }
}
