package caldavbackup.cli;

import caldavbackup.options.Option;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;

/** The options of an account in groups, as the help and the man page show them. */
enum Section {
  SIGN_IN("signing in", EnumSet.range(Option.USERNAME, Option.PASSWORD_ENV)),
  WHAT("what to do, and how", EnumSet.range(Option.CALENDARS, Option.CONCURRENCY)),
  NETWORK("network", EnumSet.range(Option.IO_TIMEOUT, Option.PROXY_PASSWORD)),
  OAUTH2("OAuth2 and tokens", EnumSet.range(Option.NAME, Option.GRANT));

  private final String title;
  private final Set<Option> all;

  Section(String title, Set<Option> all) {
    this.title = title;
    this.all = all;
  }

  /** Returns the heading of the group. */
  String title() {
    return title;
  }

  /** Returns the options that belong to the group. */
  Set<Option> of(Set<Option> options) {
    Set<Option> some = EnumSet.copyOf(all);
    some.retainAll(options);
    return some;
  }

  /**
   * Appends the group to a help text if any of these options belongs to it.
   *
   * @param note the text after the description of an option
   */
  void append(StringBuilder text, Set<Option> options, Function<Option, String> note) {
    Set<Option> some = of(options);
    if (!some.isEmpty()) {
      text.append("\nOptions: ").append(title).append('\n');
      for (Option option : some) {
        Help.lines(option, note.apply(option)).forEach(line -> text.append(line).append('\n'));
      }
    }
  }
}
