package caldavbackup.cli;

import caldavbackup.options.Option;
import java.util.EnumSet;
import java.util.Set;

/** The man page, generated from {@link CommandHelp} and {@link Option} with man(7) macros. */
final class ManPage {
  private ManPage() {}

  /** Returns the whole page. */
  static String text() {
    StringBuilder page = new StringBuilder();
    page.append(".\\\" Made of the table of commands by caldav completion man: do not edit.\n");
    page.append(".TH CALDAV 1 2026-11-29 \"caldav\" \"User Commands\"\n");
    page.append(".SH NAME\ncaldav \\- back up and restore the calendars of a CalDAV account\n");
    page.append(".SH SYNOPSIS\n");
    for (CommandHelp command : CommandHelp.ALL) {
      page.append(".B caldav ").append(command.name()).append('\n');
      page.append(escaped(command.words())).append("\n.br\n");
    }
    page.append(".B caldav help\n[COMMAND]\n");
    page.append(".SH DESCRIPTION\n");
    line(
        page,
        "Backs up and restores every calendar of a CalDAV account, byte for byte. LOCATION is where"
            + " the calendars are: caldav://HOST/ or caldav://DOMAIN; caldav+http:// for plain"
            + " HTTP. Options are written KEY=VALUE, after LOCATION and FOLDER.");
    page.append(".SH COMMANDS\n");
    for (CommandHelp command : CommandHelp.ALL) {
      page.append(".SS caldav ").append(command.name()).append('\n');
      line(page, command.meaning());
      page.append(".PP\nExamples:\n.PP\n.nf\n");
      command.examples().forEach(one -> page.append(".RS 4\n" + escaped(one) + "\n.RE\n"));
      page.append(".fi\n");
    }
    page.append(".SH OPTIONS\n");
    Set<Option> all = EnumSet.complementOf(EnumSet.of(Option.LOCATION));
    for (Section section : Section.values()) {
      page.append(".SS ").append(capital(section.title())).append('\n');
      section
          .of(all)
          .forEach(
              option -> option(page, option.key(), option.value(), option.meaning() + use(option)));
    }
    page.append(".SS Output, only on the command line\n");
    for (LineOption option : LineOption.values()) {
      option(page, option.key(), option.value(), option.meaning());
    }
    page.append(".SH EXIT STATUS\n");
    line(page, Help.EXIT_CODES.substring(Help.EXIT_CODES.indexOf(": ") + 2));
    page.append(".SH ENVIRONMENT\n");
    option(page, "CALDAV_LOG", "LEVEL", "what is logged to stderr: error (default) to trace");
    option(page, "CALDAV_JAVA_OPTS", "WORDS", "options of the Java virtual machine");
    page.append(".SH SEE ALSO\n.BR plakar (1)\n");
    return page.toString();
  }

  private static String use(Option option) {
    return switch (option.use()) {
      case RESTORE -> " [restore]";
      case BACKUP -> " [backup]";
      case BOTH -> "";
    };
  }

  private static void option(StringBuilder page, String key, String value, String meaning) {
    page.append(".TP\n.BI ").append(escaped(key)).append("= ").append(escaped(value)).append('\n');
    line(page, meaning);
  }

  /**
   * Appends a paragraph, each sentence on its own lines. A line that begins with a dot would be a
   * macro.
   */
  private static void line(StringBuilder page, String text) {
    StringBuilder lines = new StringBuilder();
    for (String sentence : escaped(text).split("(?<=\\.) ")) {
      Help.append(lines, sentence);
    }
    page.append(lines.toString().replaceAll("(?m)^\\.", "\\\\&."));
  }

  private static String capital(String title) {
    return Character.toUpperCase(title.charAt(0)) + title.substring(1);
  }

  private static String escaped(String text) {
    String escaped =
        text.replace("\\", "\\e")
            .replace("-", "\\-")
            .replace("'", "\\(aq")
            .replace("`", "\\(ga")
            .replace("~", "\\(ti")
            .replace("^", "\\(ha")
            .replace("…", "\\&...");
    return escaped.startsWith(".") ? "\\&" + escaped : escaped;
  }
}
