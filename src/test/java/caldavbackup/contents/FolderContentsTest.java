package caldavbackup.contents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caldavbackup.folder.FolderException;
import caldavbackup.options.Selection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderContentsTest {
  @TempDir Path folder;
  private Shelf shelf;

  @BeforeEach
  void makeShelf() {
    shelf = new Shelf(folder);
  }

  private List<String> calendars() throws Exception {
    try (FolderContents contents = FolderContents.of(folder)) {
      return contents.calendars().stream()
          .map(
              one ->
                  "%s|%s|%s|%s|%s"
                      .formatted(one.path(), one.name(), one.label(), one.color(), one.timezone()))
          .toList();
    }
  }

  private List<String> objects(FolderContents contents) {
    return contents.calendars().stream()
        .flatMap(one -> one.objects().stream())
        .map(one -> one.path() + " " + one.uid() + " " + one.component() + " " + one.selector())
        .toList();
  }

  @Test
  void a_backup_says_what_its_calendars_are_called() throws Exception {
    shelf.file(
        "work/.calendar.json",
        """
        {"format":1,"href":"/alice/work/","displayname":"Work & more","color":"#FF0000FF",
        "timezone":"BEGIN:VCALENDAR\\r\\nBEGIN:VTIMEZONE\\r\\nTZID:Europe/Berlin\\r\\nEND:VTIMEZONE\\r\\nEND:VCALENDAR\\r\\n"}
        """);
    shelf.event("work/a.ics", "DTSTART:20260302T090000Z");
    shelf.file("home/displayname", "Home");
    shelf.file("home/color", "#00FF00");
    shelf.event("home/b.ics", "DTSTART:20260302T090000Z");
    assertThat(calendars())
        .containsExactly(
            "home|home|Home|#00FF00|null", "work|work|Work & more|#FF0000FF|Europe/Berlin");
    try (FolderContents contents = FolderContents.of(folder, new Selection("Work*", null))) {
      assertThat(objects(contents)).containsExactly("work/a.ics a VEVENT work/a.ics");
    }
  }

  @Test
  void the_folder_of_one_calendar_is_that_calendar() throws Exception {
    shelf.file("displayname", "Mine");
    shelf.event("a.ics", "DTSTART:20260302T090000Z");
    shelf.event("b.ics", "DTSTART:20260302T090000Z");
    assertThat(calendars()).containsExactly("|" + folder.getFileName() + "|Mine|null|null");
  }

  @Test
  void an_export_is_a_calendar_of_many_objects_which_are_chosen_by_their_uids() throws Exception {
    shelf.file(
        "export.ics",
        "BEGIN:VCALENDAR\r\nX-WR-CALNAME:Team\r\n"
            + Shelf.component("VEVENT", "one", "DTSTART:20260302T090000Z")
            + Shelf.component("VEVENT", "two,three", "DTSTART:20260303T090000Z")
            + "END:VCALENDAR\r\n");
    try (FolderContents contents = FolderContents.of(folder)) {
      assertThat(contents.calendars()).extracting(StoredCalendar::label).containsExactly("Team");
      assertThat(objects(contents))
          .containsExactly("export.ics one VEVENT one", "export.ics two,three VEVENT two%2Cthree");
      assertThat(
              new String(
                  contents.calendars().get(0).objects().get(1).bytes(), StandardCharsets.UTF_8))
          .contains("UID:two,three")
          .doesNotContain("UID:one");
    }
  }

  @Test
  void a_bundle_of_apple_is_read() throws Exception {
    shelf.file(
        "Backup.icbu/A.calendar/Info.plist",
        "<plist><dict><key>Title</key><string>Family</string></dict></plist>");
    shelf.event("Backup.icbu/A.calendar/Events/a.ics", "DTSTART:20260302T090000Z");
    try (FolderContents contents = FolderContents.of(folder)) {
      assertThat(contents.calendars()).extracting(StoredCalendar::label).containsExactly("Family");
      assertThat(objects(contents)).hasSize(1);
    }
  }

  @Test
  void of_two_versions_of_an_event_the_newer_is_shown_and_the_other_told() throws Exception {
    shelf.event("work/a.ics", "SUMMARY:old", "SEQUENCE:1", "DTSTART:20260302T090000Z");
    shelf.object(
        "work/b.ics",
        Shelf.component("VEVENT", "a", "SUMMARY:new", "SEQUENCE:2", "DTSTART:20260303T090000Z"));
    assertThat(shelf.lines("2026-03-01", "2026-03-31")).containsExactly("2026-03-03T09:00 new");
    try (FolderContents contents = FolderContents.of(folder)) {
      assertThat(contents.notes())
          .extracting(Problem::line)
          .containsExactly("work/a.ics: older than the version in /work/b.ics");
    }
  }

  @Test
  void what_cannot_be_read_is_a_problem() throws Exception {
    shelf.event("work/a.ics", "DTSTART:20260302T090000Z");
    Files.createSymbolicLink(folder.resolve("work/b.ics"), folder.resolve("nowhere"));
    shelf.file("work/notes.txt", "remember");
    try (FolderContents contents = FolderContents.of(folder)) {
      assertThat(contents.problems())
          .extracting(Problem::line)
          .containsExactly(
              "work/b.ics: not read: a broken link",
              "work/notes.txt: not a calendar object: its name does not end in .ics");
    }
  }

  @Test
  void a_folder_without_a_calendar_is_named() throws IOException {
    assertThatThrownBy(() -> FolderContents.of(folder.resolve("none")))
        .isInstanceOf(FolderException.class)
        .hasMessage("there is no folder " + folder.resolve("none"));
    assertThatThrownBy(() -> FolderContents.of(folder))
        .isInstanceOf(FolderException.class)
        .hasMessage(folder + " contains no calendar: it has no .ics file and no .calendar.json");
    shelf.event("work/a.ics", "DTSTART:20260302T090000Z");
    assertThatThrownBy(() -> FolderContents.of(folder, new Selection("home", null)))
        .isInstanceOf(FolderException.class)
        .hasMessage("options 'calendars' and 'exclude_calendars' select no calendar of work");
  }
}
