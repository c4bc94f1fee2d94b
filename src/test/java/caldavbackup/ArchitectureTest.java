package caldavbackup;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Keeps the arrows of docs/architecture.md: each room, and the rooms whose classes it may use. */
@AnalyzeClasses(packages = "caldavbackup", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ALL = "caldavbackup.";

  private static final Map<String, String> ROOMS =
      Map.ofEntries(
          entry("text", ""),
          entry("camel", "text"),
          entry("proto.connectors", ""),
          entry("proto.importer", "proto.connectors"),
          entry("proto.exporter", "proto.connectors"),
          entry("webdav", "text"),
          entry("ical", "text"),
          entry("options", "text webdav ical"),
          entry("http", "text webdav options camel"),
          entry("states", "text"),
          entry("oauth", "text webdav options camel http states"),
          entry("caldav", "text webdav options camel http"),
          entry("caldav.profile", "text webdav caldav http states"),
          entry("caldav.discover", "text webdav options camel http caldav"),
          entry("caldav.properties", "text webdav http caldav caldav.discover"),
          entry(
              "caldav.scheduling",
              "text webdav options http caldav caldav.discover caldav.profile"),
          entry(
              "caldav.list",
              "text webdav options camel http ical caldav caldav.profile caldav.discover states"),
          entry("caldav.fetch", "text webdav options camel http ical caldav caldav.profile"),
          entry(
              "caldav.store",
              "text webdav options camel http caldav caldav.discover caldav.properties"),
          entry("caldav.check", "text webdav camel http caldav caldav.discover caldav.list"),
          entry("spring", "camel http"),
          entry("observe", "text webdav options camel http caldav"),
          entry("kamelet", "text webdav options camel http caldav"),
          entry("snapshot", "text webdav caldav"),
          entry(
              "backup",
              "text webdav options camel http ical caldav caldav.discover caldav.fetch snapshot"),
          entry(
              "changes",
              "text webdav options camel http ical caldav caldav.discover snapshot backup states"),
          entry(
              "restore.plan",
              "text webdav options camel http ical caldav caldav.profile caldav.discover"
                  + " caldav.scheduling"
                  + " caldav.store snapshot"),
          entry(
              "restore.write",
              "text webdav options camel http caldav caldav.profile caldav.discover"
                  + " caldav.scheduling"
                  + " caldav.store snapshot restore.plan"),
          entry("restore.manifest", "text webdav options camel http caldav snapshot restore.plan"),
          entry("restore.verify", "text options camel http ical caldav restore.plan restore.write"),
          entry(
              "plakar",
              "text options camel http oauth backup restore.plan proto.connectors proto.importer"
                  + " proto.exporter"),
          entry("folder", "text ical options camel http oauth caldav backup restore.plan snapshot"),
          entry("contents", "text ical options caldav folder restore.plan"),
          entry("view", "text ical contents folder"),
          entry(
              "cli",
              "contents view text ical options camel http oauth caldav caldav.discover caldav.check restore.plan plakar folder"
                  + " proto.connectors proto.importer proto.exporter"));

  @ArchTest
  static void each_room_uses_only_the_rooms_that_it_may_use(JavaClasses classes) {
    assertThat(classes.stream().map(c -> c.getPackageName()).collect(Collectors.toSet()))
        .isEqualTo(ROOMS.keySet().stream().map(ALL::concat).collect(Collectors.toSet()));
    ROOMS.forEach(
        (room, allowed) -> {
          TreeSet<String> others = new TreeSet<>(ROOMS.keySet());
          others.remove(room);
          List.of(allowed.split(" ")).forEach(others::remove);
          noClasses()
              .that()
              .resideInAPackage(ALL + room)
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage(others.stream().map(ALL::concat).toArray(String[]::new))
              .check(classes);
        });
  }

  /** The table of docs/architecture.md: a room uses only the rooms that follow it. */
  @Test
  void the_rooms_are_listed_from_top_to_bottom() throws IOException {
    List<String> order = new ArrayList<>();
    String page = Files.readString(Path.of("docs/architecture.md"));
    for (String row : page.substring(page.indexOf("| package |")).split("\n")) {
      if (!row.startsWith("|")) {
        break;
      }
      String first = null;
      Matcher name = Pattern.compile("`([.a-z]+)`").matcher(row.split("\\|")[1]);
      while (name.find()) {
        String room = name.group(1);
        first = first == null ? room : first;
        order.add(room.startsWith(".") ? first.substring(0, first.lastIndexOf('.')) + room : room);
      }
    }
    assertThat(order)
        .containsExactlyInAnyOrderElementsOf(
            ROOMS.keySet().stream().filter(room -> !room.startsWith("proto")).toList());
    ROOMS.forEach(
        (room, allowed) -> {
          for (String other : allowed.split(" ")) {
            if (order.contains(room) && order.contains(other)) {
              assertThat(order.indexOf(other))
                  .as(room + " uses " + other)
                  .isGreaterThan(order.indexOf(room));
            }
          }
        });
  }

  @ArchTest
  static final ArchRule only_plakars_side_knows_grpc =
      noClasses()
          .that()
          .resideOutsideOfPackages("..plakar..", "..cli..", "..proto..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.grpc..", "com.google.protobuf..", "caldavbackup.proto..");

  @ArchTest
  static final ArchRule ical_knows_no_http =
      noClasses()
          .that()
          .resideInAPackage("..ical..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache..", "java.net..");

  @ArchTest
  static final ArchRule only_cli_ends_the_process_or_prints =
      noClasses()
          .that()
          .resideOutsideOfPackage("..cli..")
          .should()
          .accessField(System.class, "out")
          .orShould()
          .callMethod(System.class, "exit", int.class);
}
