package caldavbackup.caldav.profile;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.Member;
import caldavbackup.states.Store;
import caldavbackup.webdav.PullIterator;
import caldavbackup.webdav.Responses;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.camel.spi.StateRepository;
import org.junit.jupiter.api.Test;

/** Listings in a store that workers on several machines share. */
class SharedListingTest {
  private static final String DIGEST = "\"b1946ac92492d2347c6235b4d2611184\"";
  private static final String CLOCK = "1795436372";
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private final Texts texts = new Texts();

  /** Texts as any store keeps them; one that is away throws. */
  private static final class Texts implements StateRepository<String, String> {
    private final Map<String, String> all = new TreeMap<>();
    private boolean isAway;

    @Override
    public void setState(String key, String value) {
      check();
      all.put(key, value);
    }

    @Override
    public String getState(String key) {
      check();
      return all.get(key);
    }

    private void check() {
      if (isAway) {
        throw new IllegalStateException("connection refused");
      }
    }

    @Override
    public void start() {
      // it is there
    }

    @Override
    public void stop() {
      // it stays
    }
  }

  /** What a worker keeps, by its clock. */
  private KeptListing of(String revision, Instant now) {
    return KeptListings.in(new Store(texts, "listing"), Clock.fixed(now, ZoneOffset.UTC))
        .of("alice@example.org/", calendar(revision));
  }

  private void list(String revision, Instant now, String... names) {
    try (KeptListing.Writer writer = of(revision, now).write()) {
      for (String name : names) {
        writer.add(new Member(calendar(revision), "/cal/" + name, '"' + name + '"', 7, "a date"));
      }
      writer.commit();
    }
  }

  private static Calendar calendar(String revision) {
    return Calendar.of(
        "https://example.org/cal/",
        Responses.of("/cal/", "<s:getctag>" + revision + "</s:getctag>"));
  }

  private static String[] names(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> Integer.toHexString(i * 0x9E3779B1) + ".ics")
        .toArray(String[]::new);
  }

  @Test
  void what_one_worker_listed_another_one_uses() throws Exception {
    String[] names = names(5000);
    list(DIGEST, NOON, names);
    assertThat(texts.all.values())
        .as("several texts that every store takes")
        .hasSizeGreaterThan(2)
        .allMatch(text -> text.matches("[\\w -]{1,30000}"));
    KeptListing kept = of(DIGEST, NOON.plusSeconds(1));
    assertThat(kept.mayBeUsed()).isTrue();
    List<String> read = new ArrayList<>();
    try (PullIterator<Member> members = kept.read(calendar(DIGEST))) {
      members.forEachRemaining(member -> read.add(member.name()));
    }
    assertThat(read).containsExactly(names);
  }

  @Test
  void another_revision_is_not_used() {
    list(DIGEST, NOON, "a");
    assertThat(of(DIGEST.replace('b', 'c'), NOON).mayBeUsed()).isFalse();
  }

  @Test
  void texts_of_two_workers_that_are_mixed_are_no_listing() {
    list(DIGEST, NOON, names(5000));
    Map<String, String> first = new TreeMap<>(texts.all);
    String[] others = names(5000);
    others[0] = "other.ics";
    list(DIGEST, NOON.plusSeconds(1), others);
    assertThat(first.keySet()).isEqualTo(texts.all.keySet());
    for (String key : first.keySet()) {
      String theirs = texts.all.get(key);
      if (!theirs.equals(first.get(key))) {
        texts.all.put(key, first.get(key));
        assertThat(of(DIGEST, NOON.plusSeconds(2)).mayBeUsed()).as(key).isFalse();
        texts.all.put(key, theirs);
      }
    }
    for (String key : first.keySet()) {
      String whole = texts.all.put(key, "");
      assertThat(of(DIGEST, NOON.plusSeconds(2)).mayBeUsed()).as("without %s", key).isFalse();
      texts.all.put(key, whole);
    }
    assertThat(of(DIGEST, NOON.plusSeconds(2)).mayBeUsed()).isTrue();
  }

  @Test
  void a_revision_that_may_be_a_clock_is_believed_although_clocks_of_workers_differ() {
    Instant behind = NOON.minusSeconds(100);
    list(CLOCK, behind, "a");
    list(CLOCK, NOON.plusSeconds(1), "a");
    assertThat(of(CLOCK, NOON.plusSeconds(2)).mayBeUsed())
        .as("101 seconds by two clocks may be one by one clock")
        .isFalse();
    list(CLOCK, behind.plus(Duration.ofMinutes(2)), "a");
    assertThat(of(CLOCK, NOON.plusSeconds(60)).mayBeUsed()).isTrue();
  }

  @Test
  void a_listing_that_is_too_long_is_not_kept() {
    list(DIGEST, NOON, "x".repeat(9 << 20));
    assertThat(texts.all).isEmpty();
  }

  @Test
  void a_store_that_is_away_stops_nothing() {
    texts.isAway = true;
    assertThat(of(DIGEST, NOON).mayBeUsed()).isFalse();
    list(DIGEST, NOON, "a");
    texts.isAway = false;
    assertThat(of(DIGEST, NOON).mayBeUsed()).isFalse();
  }

  @Test
  void what_turned_out_to_be_wrong_is_forgotten() {
    list(DIGEST, NOON, "a");
    KeptListings.in(new Store(texts, "listing"), Clock.systemUTC())
        .forget("alice@example.org/", calendar(DIGEST));
    assertThat(of(DIGEST, NOON).mayBeUsed()).isFalse();
  }
}
