package caldavbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.options.Option;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {
  @Test
  void the_help_lists_every_command_and_every_option() throws IOException {
    String text = Help.answer(new String[] {"--help"});
    assertThat(text)
        .isEqualTo(Help.answer(new String[] {"-h"}))
        .isEqualTo(Help.answer(new String[] {"help"}));
    CommandHelp.ALL.forEach(command -> assertThat(text).contains("\n  " + command.name() + " "));
    assertThat(text).contains("\n  username=NAME ", "\n  output=text|json ");
    assertThat(text.lines()).allMatch(line -> line.length() <= 80);
  }

  @ParameterizedTest
  @CsvSource({
    "help backup,include=KINDS,dry_run",
    "backup --help,include=KINDS,dry_run",
    "backup a b -h,include=KINDS,dry_run",
    "restore --help,dry_run=BOOL,include",
    "help check,calendars=GLOBS,dry_run",
    "login -h,client_id=TEXT,calendars=GLOBS"
  })
  void the_help_of_a_command_begins_with_two_examples_and_names_its_options(
      String words, String taken, String other) throws IOException {
    String text = Help.answer(words.split(" "));
    String command = words.replaceAll("help|--help|-h|\\ba\\b|\\bb\\b", "").strip();
    assertThat(text.split("  caldav " + command + " ")).hasSize(3);
    assertThat(text.indexOf("caldav " + command + " ")).isLessThan(text.indexOf("Options"));
    assertThat(text).contains("\n  " + taken).doesNotContain("\n  " + other);
  }

  @Test
  void who_gives_no_command_sees_the_three_that_he_needs() {
    assertThat(Help.first(Path.of("src")).lines().filter(line -> line.startsWith("  ")))
        .extracting(line -> line.strip().split(" ")[1])
        .containsExactly("check", "backup", "restore");
  }

  @ParameterizedTest
  @CsvSource({
    "bakup a b,there is no command 'bakup': did you mean 'backup'?",
    "help restor,there is no command 'restor': did you mean 'restore'?",
    "Check x,there is no command 'Check': did you mean 'check'?",
    "frobnicate,'there is no command ''frobnicate'', only backup, check'",
    "backup x,caldav help backup shows more",
    "restore folder caldav://h pasword=x,option 'pasword' is unknown: did you mean 'password'?"
  })
  void a_word_that_is_wrong_is_named_with_the_one_that_is_meant(String words, String said) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code = CaldavCommand.run(words.split(" "), System.out, new PrintStream(err, true));
    assertThat(code).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains(said).doesNotContain("Usage:");
  }

  @ParameterizedTest
  @CsvSource({
    "backup caldav://h folder output=yaml,'option ''output'' must be text or json, not ''yaml'''",
    "restore folder caldav://h progress=bar,'option ''progress'' must be auto, json or none, not ''bar'''",
    "backup caldav://h folder output=json output=text,option 'output' is given twice",
    "check caldav://h progress=json,option 'progress' is unknown",
    "backup caldav://h,FOLDER is missing",
    "backup username=alice,LOCATION is missing: 'username' is an option",
    "backup caldav://h username=alice,FOLDER is missing: 'username' is an option",
    "backup ./folder caldav://h,LOCATION and FOLDER are swapped: write caldav backup LOCATION FOLDER",
    "list caldav://h/,'caldav list reads a folder, not a server: run caldav backup LOCATION FOLDER first'",
    "view caldav://h/,'caldav view reads a folder, not a server: run caldav backup LOCATION FOLDER first'",
    "restore caldav://h folder,LOCATION and FOLDER are swapped: write caldav restore FOLDER LOCATION",
    "restore f caldav://h --dry-run,'''--dry-run'' is not an option: did you mean ''dry_run=true''?'",
    "backup caldav://h f --dry-run,'''--dry-run'' is not an option: only caldav restore takes dry_run'",
    "backup caldav://h f --dryrun=true,'''--dryrun'' is not an option: only caldav restore takes dry_run'",
    "list f --mirror,'''--mirror'' is not an option: only caldav restore takes mirror'",
    "restore f caldav://h --username alice,'''--username'' is not an option: did you mean ''username=alice''?'",
    "backup --username=alice caldav://h f,'''--username'' is not an option: did you mean ''username=alice''?'",
    "backup --output=json caldav://h f,'''--output'' is not an option: did you mean ''output=json''?'",
    "backup caldav://h f --password hunter2,did you mean 'password=TEXT'?",
    "backup caldav://h f -x,options are written key=value"
  })
  void words_are_read_before_anything_is_asked(String words, String said) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code = CaldavCommand.run(words.split(" "), System.out, new PrintStream(err, true));
    assertThat(code).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains(said).doesNotContain("hunter2");
  }

  @Test
  void who_gives_no_command_in_a_backup_sees_what_to_do_with_it(@TempDir Path folder)
      throws IOException {
    Files.createFile(folder.resolve(".caldav-backup.jsonl"));
    assertThat(Help.first(folder))
        .startsWith("This folder contains a backup. Give a command:")
        .contains("  caldav restore . caldav://")
        .doesNotContain("~/calendars", "caldav backup");
  }

  @Test
  void the_options_of_a_command_stand_in_groups_below_the_examples() throws IOException {
    assertThat(Help.answer(new String[] {"help", "restore"}))
        .containsSubsequence(
            "Examples:\n  caldav restore",
            "Usage: caldav restore FOLDER LOCATION",
            "\nOptions: signing in\n  username=",
            "\nOptions: what to do, and how\n  calendars=",
            "\nOptions: network\n  io_timeout=",
            "\nOptions: OAuth2 and tokens\n  name=",
            "\nOptions: output\n  output=text|json")
        .doesNotContain("include=");
  }

  @Test
  void every_option_is_in_one_group() {
    for (Option option : Option.values()) {
      assertThat(Section.values())
          .filteredOn(section -> section.of(EnumSet.of(option)).contains(option))
          .hasSize(option == Option.LOCATION ? 0 : 1);
    }
  }

  @Test
  void the_version_is_the_one_that_the_build_wrote() throws IOException {
    assertThat(Help.answer(new String[] {"--version"})).matches("caldav \\d+\\.\\d+\\.\\d+.*\\R");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "backup a b",
        "backup a b password=-h",
        "--help backup",
        "--version --help",
        "help bakup",
        "help backup x",
        "importer",
        "--halp",
        ""
      })
  void everything_else_is_left_to_the_command_line(String words) throws IOException {
    assertThat(Help.answer(words.split(" "))).isNull();
  }
}
