package caldavbackup.caldav.profile;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.Member;
import caldavbackup.webdav.PullIterator;
import caldavbackup.webdav.Responses;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a listing of before may stand for one of now. */
class KeptListingTest {
  private static final String DIGEST = "\"b1946ac92492d2347c6235b4d2611184\"";
  private static final String CLOCK = "1795436372";

  @TempDir Path temp;
  private final Hand clock = new Hand();
  private Path folder;
  private KeptListings listings;

  /** A clock that stands still until it is told otherwise. */
  private static final class Hand extends Clock {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }
  }

  @BeforeEach
  void makeFolder() {
    folder = temp.resolve("cache/listings");
    listings = KeptListings.in(folder, clock);
  }

  @Test
  void nothing_is_known_at_first() {
    assertThat(of(DIGEST).mayBeUsed()).isFalse();
  }

  @Test
  void a_listing_of_a_digest_is_used_as_long_as_the_digest_is_the_same() throws Exception {
    list(DIGEST, "a", "b");
    assertThat(read(DIGEST)).containsExactly("a", "b");
    assertThat(of(DIGEST.replace('b', 'c')).mayBeUsed()).isFalse();
  }

  @Test
  void an_empty_listing_is_one_too() throws Exception {
    list(DIGEST);
    assertThat(read(DIGEST)).isEmpty();
  }

  @Test
  void a_revision_that_may_be_a_clock_is_believed_after_a_second_listing_a_good_while_later()
      throws Exception {
    list(CLOCK, "a");
    assertThat(of(CLOCK).mayBeUsed()).as("the change may have come in the same second").isFalse();
    clock.now = clock.now.plusSeconds(4);
    list(CLOCK, "a", "b");
    assertThat(of(CLOCK).mayBeUsed()).as("four seconds after it was first seen").isFalse();
    clock.now = clock.now.plusSeconds(1);
    list(CLOCK, "a", "b");
    assertThat(read(CLOCK)).containsExactly("a", "b");
  }

  @Test
  void a_counter_needs_an_object_that_is_as_it_was_for_a_new_calendar_counts_anew()
      throws Exception {
    String counter = "http://sabre.io/ns/sync/101";
    list(counter, "a");
    clock.now = clock.now.plusSeconds(60);
    list(counter, "a");
    KeptListing kept = of(counter);
    assertThat(kept.mayBeUsed()).isTrue();
    assertThat(kept.needsSample()).isTrue();
    assertThat(kept.sample(calendar(counter))).extracting(Member::name).isEqualTo("a");
    assertThat(of(DIGEST).needsSample()).isFalse();
    assertThat(of(CLOCK).needsSample()).isFalse();
  }

  @Test
  void a_counter_of_an_empty_calendar_says_nothing() {
    list("7");
    clock.now = clock.now.plusSeconds(60);
    list("7");
    assertThat(of("7").mayBeUsed()).isFalse();
  }

  @Test
  void another_revision_starts_to_wait_anew() {
    list(CLOCK, "a");
    clock.now = clock.now.plusSeconds(60);
    list(CLOCK + 1, "a", "b");
    assertThat(of(CLOCK + 1).mayBeUsed()).isFalse();
  }

  @Test
  void a_listing_is_made_anew_after_a_week_and_when_the_clock_went_back() {
    list(DIGEST, "a");
    clock.now = clock.now.plus(Duration.ofDays(7)).minusSeconds(1);
    assertThat(of(DIGEST).mayBeUsed()).isTrue();
    clock.now = clock.now.plusSeconds(1);
    assertThat(of(DIGEST).mayBeUsed()).isFalse();
    clock.now = Instant.parse("2025-12-31T23:59:59Z");
    assertThat(of(DIGEST).mayBeUsed()).isFalse();
  }

  @Test
  void a_listing_that_was_not_proved_to_be_complete_leaves_nothing_behind() throws Exception {
    KeptListing.Writer writer = of(DIGEST).write();
    writer.add(member("a", null));
    writer.close();
    assertThat(of(DIGEST).mayBeUsed()).isFalse();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void a_later_listing_that_fails_does_not_spoil_the_one_that_is_kept() throws Exception {
    list(DIGEST, "a");
    KeptListing.Writer writer = of(DIGEST).write();
    writer.close();
    assertThat(read(DIGEST)).containsExactly("a");
  }

  @Test
  void every_byte_of_a_kept_listing_counts() throws Exception {
    list(DIGEST, "a", "b", "c");
    Path file = onlyFile();
    byte[] whole = Files.readAllBytes(file);
    for (int i = 0; i < whole.length; i++) {
      byte[] damaged = whole.clone();
      damaged[i] ^= 1;
      Files.write(file, damaged);
      assertThat(of(DIGEST).mayBeUsed()).as("byte %d", i).isFalse();
      Files.write(file, java.util.Arrays.copyOf(whole, i));
      assertThat(of(DIGEST).mayBeUsed()).as("cut at %d", i).isFalse();
    }
  }

  @Test
  void what_the_server_wrote_is_kept_as_it_is() throws Exception {
    Calendar calendar = calendar(DIGEST);
    List<Member> odd =
        List.of(
            new Member(calendar, "/cal/t\tab\\.ics", "W/\"x\\ty\n\r\"", 7, "Mon, 1 Jan"),
            new Member(calendar, "/cal/\\N", "\\N", -1, null),
            new Member(calendar, "/cal/ü 🎉.ics", null, 0, ""));
    KeptListing.Writer writer = of(DIGEST).write();
    odd.forEach(writer::add);
    writer.commit();
    writer.close();
    KeptListing kept = of(DIGEST);
    assertThat(kept.mayBeUsed()).isTrue();
    List<Member> read = new ArrayList<>();
    kept.read(calendar).forEachRemaining(read::add);
    assertThat(read).isEqualTo(odd);
  }

  @Test
  void only_its_user_may_read_it() throws Exception {
    list(DIGEST, "a");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
        .isEqualTo("rwx------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(onlyFile())))
        .isEqualTo("rw-------");
  }

  @Test
  void accounts_do_not_share_a_listing() {
    list(DIGEST, "a");
    KeptListing others = listings.of("bob@example.org/", calendar(DIGEST));
    assertThat(others.mayBeUsed()).isFalse();
  }

  @Test
  void a_folder_that_cannot_be_used_means_that_nothing_is_kept() throws Exception {
    Path file = Files.writeString(temp.resolve("file"), "");
    assertThat(KeptListings.in(file.resolve("listings"), clock).of("a", calendar(DIGEST))).isNull();
  }

  @Test
  void a_folder_that_goes_away_meanwhile_stops_nothing() throws Exception {
    Files.delete(folder);
    assertThat(of(DIGEST).mayBeUsed()).isFalse();
    assertThat(of(DIGEST).write()).isNull();
  }

  @Test
  void a_file_that_goes_away_meanwhile_stops_nothing() throws Exception {
    KeptListing.Writer writer = of(DIGEST).write();
    writer.add(member("a", null));
    Files.delete(onlyFile()); // and so the last step fails
    writer.commit();
    writer.close();
    assertThat(of(DIGEST).mayBeUsed()).isFalse();
  }

  @Test
  void what_turned_out_to_be_wrong_is_forgotten() {
    list(DIGEST, "a");
    listings.forget("alice@example.org/", calendar(DIGEST));
    assertThat(of(DIGEST).mayBeUsed()).isFalse();
  }

  @Test
  void what_nobody_used_for_a_month_goes() throws Exception {
    list(DIGEST, "a");
    Files.setLastModifiedTime(
        onlyFile(), java.nio.file.attribute.FileTime.from(clock.now.minus(Duration.ofDays(31))));
    KeptListings.in(folder, clock);
    assertThat(folder).isEmptyDirectory();
  }

  private void list(String revision, String... names) {
    KeptListing.Writer writer = of(revision).write();
    for (String name : names) {
      writer.add(member(name, "\"" + name + "\""));
    }
    writer.commit();
    writer.close();
  }

  private List<String> read(String revision) throws Exception {
    KeptListing kept = of(revision);
    assertThat(kept.mayBeUsed()).isTrue();
    List<String> names = new ArrayList<>();
    try (PullIterator<Member> members = kept.read(calendar(revision))) {
      members.forEachRemaining(member -> names.add(member.name()));
    }
    return names;
  }

  private KeptListing of(String revision) {
    return listings.of("alice@example.org/", calendar(revision));
  }

  private Path onlyFile() throws Exception {
    try (var files = Files.list(folder)) {
      return files.toList().get(0);
    }
  }

  private static Member member(String name, String etag) {
    return new Member(calendar(DIGEST), "/cal/" + name, etag, 1, "Thu, 1 Jan 2026 00:00:00 GMT");
  }

  private static Calendar calendar(String revision) {
    return Calendar.of(
        "https://example.org/cal/",
        Responses.of("/cal/", "<s:getctag>" + revision + "</s:getctag>"));
  }
}
