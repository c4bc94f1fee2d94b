package caldavbackup.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Makes the picture of the page that the README shows, where {@code make picture} names its file.
 */
class PictureIT {
  @TempDir Path temporary;

  @Test
  void the_picture_shows_a_month_of_several_calendars() throws Exception {
    String picture = System.getProperty("caldav.picture");
    assumeTrue(picture != null);
    Instant now = Instant.parse("2026-03-11T10:00:00Z");
    CalendarFolder folder = new CalendarFolder(temporary.resolve("calendars"));
    Sample.write(folder);
    Path page = temporary.resolve("page.html");
    View.make(folder.path, page, now, ZoneId.of("Europe/Berlin"));
    Files.writeString(page, Files.readString(page).replace(temporary.toString(), "/home/alice"));
    try (Chromium chromium = new Chromium(temporary.resolve("profile"))) {
      chromium.now(now.toString()).zone("Europe/Berlin").scheme("light").size(1200, 860).open(page);
      chromium.picture(Path.of(picture));
    }
    assertThat(Files.size(Path.of(picture))).isLessThan(200_000);
  }
}
