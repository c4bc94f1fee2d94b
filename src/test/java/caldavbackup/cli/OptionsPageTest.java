package caldavbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.options.Option;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The tables of docs/options.md are those of the code. {@code mvn test -Dtest=OptionsPageTest
 * -Dcaldav.write=true} writes them into the page; the text around them is written by hand.
 */
class OptionsPageTest {
  private static final Path PAGE = Path.of("docs/options.md");
  private static final Pattern TABLE =
      Pattern.compile("(?s)(<!-- options: ([a-z0-9 -]+) -->\n).*?(<!-- end of options -->)");

  /** The tables of the page by their names, in the order of the page. */
  private static Map<String, String> tables() {
    Set<Option> all = EnumSet.allOf(Option.class);
    Set<Option> signIn = Section.SIGN_IN.of(all);
    signIn.add(Option.LOCATION); // it has no section: on the command line it is no option
    Map<Boolean, Set<Option>> what =
        Section.WHAT.of(all).stream()
            .collect(
                Collectors.partitioningBy(
                    option -> option.use() == Option.Use.RESTORE,
                    Collectors.toCollection(() -> EnumSet.noneOf(Option.class))));
    Map<String, String> tables = new LinkedHashMap<>();
    tables.put("sign-in", rows(signIn));
    tables.put("what", rows(what.get(false)));
    tables.put("restore", rows(what.get(true)));
    tables.put("network", rows(Section.NETWORK.of(all)));
    tables.put("oauth2", rows(Section.OAUTH2.of(all)));
    tables.put("command line", lineRows());
    return tables;
  }

  @Test
  void the_page_has_the_table_of_each_group() throws IOException {
    String page = Files.readString(PAGE);
    String made = made(page);
    if (Boolean.getBoolean("caldav.write")) {
      Files.writeString(PAGE, made);
    }
    assertThat(page)
        .as("mvn test -Dtest=OptionsPageTest -Dcaldav.write=true writes it")
        .isEqualTo(made);
  }

  @Test
  void each_option_is_in_one_table() throws IOException {
    List<String> named = new ArrayList<>();
    Matcher row = Pattern.compile("(?m)^\\| `([a-z_0-9]+)=").matcher(Files.readString(PAGE));
    while (row.find()) {
      named.add(row.group(1));
    }
    List<String> known = new ArrayList<>();
    for (Option option : Option.values()) {
      known.add(option.key());
    }
    for (LineOption option : LineOption.values()) {
      known.add(option.key());
    }
    assertThat(named).containsExactlyInAnyOrderElementsOf(known);
  }

  private static String made(String page) {
    Map<String, String> tables = tables();
    Matcher table = TABLE.matcher(page);
    StringBuilder made = new StringBuilder();
    List<String> found = new ArrayList<>();
    while (table.find()) {
      found.add(table.group(2));
      String rows = tables.getOrDefault(table.group(2), "");
      table.appendReplacement(
          made, Matcher.quoteReplacement(table.group(1) + rows + table.group(3)));
    }
    assertThat(found).containsExactlyElementsOf(tables.keySet());
    return table.appendTail(made).toString();
  }

  private static String rows(Set<Option> options) {
    StringBuilder rows = new StringBuilder("\n| option | for | meaning |\n|---|---|---|\n");
    for (Option option : options) {
      String use =
          switch (option.use()) {
            case BACKUP -> "backup";
            case RESTORE -> "restore";
            case BOTH -> "both";
          };
      rows.append(row(option.key(), option.value(), use, option.meaning()));
    }
    return rows.append('\n').toString();
  }

  private static String lineRows() {
    StringBuilder rows = new StringBuilder("\n| option | for | meaning |\n|---|---|---|\n");
    for (LineOption option : LineOption.values()) {
      String commands =
          CommandHelp.ALL.stream()
              .filter(command -> command.lineOptions().contains(option))
              .map(CommandHelp::name)
              .collect(Collectors.joining(", "));
      rows.append(row(option.key(), option.value(), commands, option.meaning()));
    }
    return rows.append('\n').toString();
  }

  private static String row(String key, String value, String use, String meaning) {
    return "| `%s=%s` | %s | %s |\n"
        .formatted(key, value.replace("|", "\\|"), use, meaning.replace("|", "\\|"));
  }
}
