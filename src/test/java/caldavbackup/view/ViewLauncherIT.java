package caldavbackup.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code caldav view} as the package has it: with the widget in its jar. */
class ViewLauncherIT {
  @TempDir Path place;

  @Test
  void the_page_is_made_beside_the_backup_and_a_browser_shows_it() throws Exception {
    CalendarFolder folder = new CalendarFolder(place.resolve("calendars"));
    folder.object("work/a.ics", "VEVENT\nSUMMARY:Dentist\nDTSTART:20260304T100000Z");
    Process launcher =
        new ProcessBuilder(System.getenv("CALDAV_LAUNCHER"), "view", "calendars")
            .directory(place.toFile())
            .redirectError(new File(place.toFile(), "err"))
            .start();
    String said = new String(launcher.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Path page = place.resolve("calendars.html");

    assertThat(launcher.waitFor()).isZero();
    assertThat(place.resolve("err")).isEmptyFile();
    assertThat(said).startsWith(page.toRealPath() + ": 1 calendar, 1 event");
    assertThat(page).content().contains("Copyright (c) 2021 Adam Shaw");
    try (Chromium chromium = new Chromium(place.resolve("profile"))) {
      chromium.open(page);
      chromium.search("dentist");
      assertThat(chromium.texts(".entry-title")).containsExactly("Dentist");
      assertThat(chromium.complaints()).isEmpty();
    }
  }
}
