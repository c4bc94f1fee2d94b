package caldavbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import caldavbackup.options.Option;
import caldavbackup.options.Options;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The completions and the man page in the package, and what shells make of them. */
class CompletionsTest {
  @TempDir Path folder;

  @BeforeEach
  void fill() throws IOException {
    Files.createDirectory(folder.resolve("calendars"));
    Files.createFile(folder.resolve("pw.txt"));
  }

  @ParameterizedTest
  @CsvSource({
    "bash,completions/caldav.bash",
    "zsh,completions/_caldav",
    "fish,completions/caldav.fish",
    "man,man/caldav.1"
  })
  void the_file_in_the_package_is_what_the_table_makes(String shell, Path file) throws IOException {
    assertThat(file).as("make writes it").hasContent(Completions.of(shell));
    assertThat(Files.readString(Path.of("manifest.yaml"))).contains("- " + file + "\n");
  }

  @Test
  void every_value_that_is_proposed_is_one_that_the_option_takes() {
    SoftAssertions all = new SoftAssertions();
    for (Option option : Option.values()) {
      for (String value : option.choices()) {
        Map<String, String> config = new HashMap<>(Map.of("location", "caldav://h/"));
        config.put(option.key(), value);
        if (option == Option.GRANT) {
          config.putAll(Map.of("client_id", "x", "name", "google"));
        }
        all.assertThatCode(
                () -> {
                  if (option.use() == Option.Use.BACKUP) {
                    Options.forBackup(config);
                  } else {
                    Options.forRestore(config);
                  }
                })
            .as(option.key() + "=" + value)
            .satisfies(
                thrown -> {
                  if (thrown != null) {
                    assertThat(thrown).hasMessageNotContaining("must be");
                  }
                });
      }
    }
    all.assertAll();
  }

  /** What bash proposes when Tab is pressed behind the line. */
  private List<String> bash(String line) throws Exception {
    String script =
        "source '%s'; COMP_LINE=$1; COMP_POINT=${#1}; _caldav; printf '%%s\\n' \"${COMPREPLY[@]}\""
            .formatted(Path.of("completions/caldav.bash").toAbsolutePath());
    return run("bash", "--norc", "-c", script, "bash", line);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "caldav re|restore",
        "caldav help bac|backup",
        "caldav restore cal|calendars",
        "caldav backup caldav://h/ cal|calendars",
        "caldav restore ./c caldav://h/ conf|conflict=",
        "caldav restore ./c caldav://h/ conflict=c|copy",
        "caldav restore ./c caldav://h/ dry_run=|true false",
        "caldav restore ./c caldav://h/ verify=e|etag",
        "caldav backup caldav://h/ ./c password_file=pw|pw.txt",
        "caldav backup caldav://h/ ./c output=|text json",
        "caldav backup caldav://h/ ./c dry|''",
        "caldav completion z|zsh"
      })
  void bash_proposes(String line, String words) throws Exception {
    assertThat(bash(line))
        .containsExactlyInAnyOrder(words.isEmpty() ? new String[0] : words.split(" "));
  }

  @Test
  void bash_does_not_propose_an_option_twice() throws Exception {
    assertThat(bash("caldav restore ./c caldav://h/ dry_run=true "))
        .contains("username=", "conflict=")
        .doesNotContain("dry_run=");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "caldav re|restore",
        "caldav restore cal|calendars/",
        "caldav restore ./c caldav://h/ conflict=c|conflict=copy",
        "caldav restore ./c caldav://h/ dry|dry_run=false dry_run=true"
      })
  void fish_proposes(String line, String words) throws Exception {
    assumeTrue(isThere("fish"), "left out: fish is not installed");
    String script =
        "source '%s'; complete -C \"$argv[1]\""
            .formatted(Path.of("completions/caldav.fish").toAbsolutePath());
    assertThat(run("fish", "--no-config", "-c", script, line))
        .extracting(proposal -> proposal.replaceFirst("\t.*", ""))
        .contains(words.split(" "));
  }

  @Test
  void zsh_proposes() throws Exception {
    assumeTrue(isThere("zsh"), "left out: zsh is not installed");
    // compadd and its kind are the shell's own; what they are given is what is proposed
    String script =
        """
        compdef() { :; }
        source '%s'
        compadd() { print -l -- "$@" }
        _files() { print files "$@" }
        _describe() { print -l -- ${(P)2} }
        compset() { PREFIX=${PREFIX#*=} }
        try() { words=("$@"); CURRENT=$#words; PREFIX=$words[CURRENT]; _caldav }
        try caldav ''; echo --; try caldav restore ''; echo --
        try caldav restore ./c caldav://h/ conflict=; echo --
        try caldav restore ./c caldav://h/ con; echo --
        try caldav backup caldav://h/ ./c password_file=
        """
            .formatted(Path.of("completions/_caldav").toAbsolutePath());
    String[] answers = String.join("\n", run("zsh", "-f", "-c", script)).split("\n?--\n(?!-)");
    String all = String.join("|", answers);
    assertThat(all)
        .contains("backup:Back up the calendars")
        .containsSubsequence("files -/", "overwrite\nskip\nfail\ncopy", "\nconflict\n", "files");
  }

  @Test
  void the_man_page_is_well_formed() throws Exception {
    if (isThere("mandoc")) {
      assertThat(run("mandoc", "-Tlint", Path.of("man/caldav.1").toAbsolutePath().toString()))
          .isEmpty();
    }
    assumeTrue(isThere("groff"), "left out: groff is not installed");
    String page = Path.of("man/caldav.1").toAbsolutePath().toString();
    assertThat(run("groff", "-man", "-ww", "-z", page)).isEmpty();
    assertThat(ManPage.text()).contains(".SS caldav restore\n", ".BI dry_run= BOOL\n");
  }

  private static boolean isThere(String program) {
    for (String path : System.getenv("PATH").split(":")) {
      if (Files.isExecutable(Path.of(path, program))) {
        return true;
      }
    }
    return false;
  }

  /** The lines that a program prints, in the folder. */
  private List<String> run(String... command) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().put("HOME", folder.toString());
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return said.lines().filter(line -> !line.isEmpty()).toList();
  }
}
