package caldavbackup.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caldavbackup.Seeded;
import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.Member;
import caldavbackup.text.Failure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReadAheadTest {
  private static final Calendar WORK = Calendar.named("https://h/work/", null);
  private static final Calendar HOME = Calendar.named("https://h/home/", null);
  private static final int MIB = 1 << 20;

  private final ReadAhead ahead = new ReadAhead();

  @Test
  void the_first_object_comes_alone_and_those_behind_it_in_growing_requests() throws Failure {
    List<String> paths = expect(WORK, 400, 100);
    List<Integer> sizes = new ArrayList<>();
    for (String path : paths) {
      List<Member> batch = ahead.plan(path);
      if (!batch.isEmpty()) {
        sizes.add(batch.size());
        arrive(batch);
      }
      ahead.take(path);
    }
    assertThat(sizes).startsWith(5, 25, 125).allSatisfy(n -> assertThat(n).isBetween(1, 250));
    assertThat(sizes.stream().mapToInt(n -> n).sum()).isEqualTo(399);
  }

  @Test
  void there_is_room_for_what_is_under_way_and_no_larger_than_what_may_be_held() throws Failure {
    List<String> paths = expect(WORK, 10, -1);
    ahead.plan(paths.get(0));
    Member next = ahead.plan(paths.get(1)).get(0);
    assertThat(ahead.hasRoom(next, 3 * MIB)).isTrue();
    assertThat(ahead.hasRoom(next, 17 * MIB)).isFalse();
    assertThat(ahead.hasRoom(ahead.member(paths.get(9)), 1)).isFalse();
  }

  @Test
  void what_is_at_hand_is_taken_without_a_plan_unless_the_next_request_is_due() throws Failure {
    int atHand = 0;
    List<Integer> sizes = new ArrayList<>();
    for (String path : expect(WORK, 400, 100)) {
      assertThat(ahead.takeAtHand(path, 99)).isNull();
      byte[] bytes = ahead.takeAtHand(path, 100);
      if (bytes == null) {
        List<Member> batch = ahead.plan(path);
        sizes.add(batch.size());
        arrive(batch);
        ahead.take(path);
      } else {
        assertThat(bytes).hasSize(100);
        assertThat(ahead.takeAtHand(path, 100)).isNull();
        atHand++;
      }
    }
    assertThat(sizes.subList(0, 4)).containsExactly(0, 5, 25, 125);
    assertThat(sizes.stream().mapToInt(n -> n).sum()).isEqualTo(399);
    assertThat(atHand).isGreaterThan(100);
  }

  @Test
  void nothing_is_asked_twice_and_order_is_that_of_the_listing() throws Failure {
    List<String> paths = expect(WORK, 300, 1000);
    List<Member> asked = new ArrayList<>();
    for (String path : paths) {
      List<Member> batch = ahead.plan(path);
      asked.addAll(batch);
      arrive(batch);
      byte[] bytes = ahead.take(path);
      assertThat(bytes == null || bytes.length == 1000).isTrue();
    }
    assertThat(asked).doesNotHaveDuplicates();
    assertThat(asked).isEqualTo(paths.subList(1, 300).stream().map(ReadAheadTest::member).toList());
  }

  @Test
  void
      whatever_is_asked_for_in_whatever_order_nothing_that_came_is_asked_twice_or_held_beyond_bounds() {
    Seeded.times(
        200,
        random -> {
          ReadAhead any = new ReadAhead();
          List<String> paths = new ArrayList<>();
          for (int i = 0; i < 200; i++) {
            Calendar calendar = i < 100 ? WORK : HOME;
            String path = calendar.segment() + "/" + i;
            int length = random.nextInt(10) == 0 ? 3 * MIB : random.nextInt(MIB);
            expect(any, path, member(calendar, "" + i, random.nextInt(5) == 0 ? -1 : length));
            paths.add(path);
          }
          visit(any, paths, random);
        });
  }

  private static void visit(ReadAhead any, List<String> paths, Random random) throws Failure {
    Set<Member> came = new HashSet<>();
    long held = 0;
    for (int at = 0; at < paths.size(); at += 1 + (random.nextInt(10) == 0 ? 5 : 0)) {
      List<Member> batch = any.plan(paths.get(at));
      assertThat(Collections.disjoint(batch, came)).isTrue();
      assertThat(batch.stream().map(Member::calendar).distinct().count()).isLessThanOrEqualTo(1);
      assertThat(batch).allSatisfy(member -> assertThat(member.length()).isLessThan(MIB));
      for (Member member : batch) {
        if (random.nextInt(20) > 0) {
          byte[] bytes = new byte[(int) Math.max(0, member.length())];
          any.keep(member, bytes, null);
          came.add(member);
          held += bytes.length;
        }
      }
      assertThat(held).isLessThan(16L * MIB);
      any.finished(batch);
      byte[] bytes = any.take(paths.get(at));
      held -= bytes == null ? 0 : bytes.length;
    }
  }

  @Test
  void objects_larger_than_foreseen_are_read_alone_and_not_held_beyond_16_mib() throws Failure {
    List<String> paths = expect(WORK, 40, -1);
    ahead.plan(paths.get(0));
    List<Member> batch = new ArrayList<>(ahead.plan(paths.get(1)));
    for (Member member : batch) {
      ahead.keep(member, new byte[5 * MIB], null);
    }
    ahead.finished(batch);
    int held = 0;
    for (String path : paths.subList(1, 6)) {
      held += ahead.isAtHand(path, Integer.MAX_VALUE) ? 1 : 0;
    }
    assertThat(batch).hasSize(5);
    assertThat(held).isEqualTo(3);
    assertThat(ahead.take(paths.get(5))).isNull();
  }

  @Test
  void a_large_object_is_streamed_by_itself_and_its_neighbours_are_read_ahead() throws Failure {
    expect(ahead, "a", member(WORK, "a", 10));
    expect(ahead, "large", member(WORK, "large", MIB));
    expect(ahead, "b", member(WORK, "b", 10));
    assertThat(ahead.plan("a")).isEmpty();
    assertThat(ahead.plan("large")).isEmpty();
    assertThat(ahead.take("large")).isNull();
    assertThat(ahead.plan("b")).isEmpty();
  }

  @Test
  void a_jump_starts_small_again() throws Failure {
    List<String> paths = expect(WORK, 500, 10);
    for (String path : paths.subList(0, 40)) {
      arrive(ahead.plan(path));
      ahead.take(path);
    }
    assertThat(ahead.plan(paths.get(400))).isEmpty();
    assertThat(ahead.plan(paths.get(401))).hasSizeLessThanOrEqualTo(5);
  }

  @Test
  void an_object_is_at_hand_once_it_came_and_until_it_was_taken() throws Failure {
    List<String> paths = expect(WORK, 3, 10);
    ahead.plan(paths.get(0));
    List<Member> batch = ahead.plan(paths.get(1));
    assertThat(ahead.isAtHand(paths.get(1), 10)).isFalse();
    arrive(batch);
    assertThat(ahead.isAtHand(paths.get(1), 10)).isTrue();
    assertThat(ahead.isAtHand(paths.get(1), 9)).isFalse();
    assertThat(ahead.take(paths.get(1))).hasSize(10);
    assertThat(ahead.isAtHand(paths.get(1), 10)).isFalse();
    assertThat(ahead.take(paths.get(1))).isNull();
  }

  @Test
  void who_asks_for_what_is_under_way_waits_until_it_comes() throws Exception {
    List<String> paths = expect(WORK, 3, 10);
    ahead.plan(paths.get(0));
    List<Member> batch = ahead.plan(paths.get(1));
    CompletableFuture<byte[]> taken = waiting(paths.get(2));
    ahead.keep(batch.get(0), new byte[10], null);
    assertThat(taken).isNotDone();
    ahead.keep(batch.get(1), new byte[10], null);
    assertThat(taken.get()).hasSize(10);
  }

  @Test
  void what_did_not_come_with_its_request_is_read_alone() throws Exception {
    List<String> paths = expect(WORK, 3, 10);
    ahead.plan(paths.get(0));
    List<Member> batch = ahead.plan(paths.get(1));
    CompletableFuture<byte[]> taken = waiting(paths.get(2));
    ahead.finished(batch);
    assertThat(taken.get()).isNull();
  }

  @Test
  void whoever_waits_goes_when_all_is_closed_or_the_object_is_forgotten() throws Exception {
    List<String> paths = expect(WORK, 4, 10);
    ahead.plan(paths.get(0));
    ahead.plan(paths.get(1));
    CompletableFuture<byte[]> forgotten = waiting(paths.get(2));
    CompletableFuture<byte[]> closed = waiting(paths.get(3));
    ahead.forget(paths.get(2));
    assertThatThrownBy(forgotten::get).hasRootCauseInstanceOf(Failure.class);
    ahead.close();
    assertThatThrownBy(closed::get)
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseInstanceOf(Failure.class)
        .rootCause()
        .isInstanceOfSatisfying(
            Failure.class, e -> assertThat(e.kind()).isEqualTo(Failure.Kind.CANCELLED));
  }

  @Test
  void what_is_forgotten_on_its_way_is_not_kept_and_leaves_its_room() throws Failure {
    List<String> paths = expect(WORK, 100, -1);
    ahead.plan(paths.get(0));
    List<Member> batch = ahead.plan(paths.get(1));
    for (int i = 1; i <= batch.size(); i++) {
      ahead.forget(paths.get(i));
    }
    arrive(batch);
    assertThat(ahead.isAtHand(paths.get(1), Integer.MAX_VALUE)).isFalse();
    assertThat(ahead.plan(paths.get(batch.size() + 1))).isNotEmpty();
  }

  @Test
  void what_was_not_listed_cannot_be_asked_for() {
    assertThatThrownBy(() -> ahead.plan("/x")).hasMessageContaining("/x was not listed");
    assertThatThrownBy(() -> ahead.take("/x")).hasMessageContaining("/x was not listed");
    assertThatThrownBy(() -> ahead.member("/x")).hasMessageContaining("/x was not listed");
    ahead.forget("/x");
    assertThat(ahead.isAtHand("/x", 1)).isFalse();
  }

  /** A thread that is known to wait inside {@code take}. */
  private CompletableFuture<byte[]> waiting(String path) {
    CompletableFuture<byte[]> taken = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                taken.complete(ahead.take(path));
              } catch (Failure e) {
                taken.completeExceptionally(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    while (thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    return taken;
  }

  private void arrive(List<Member> batch) {
    batch.forEach(member -> ahead.keep(member, new byte[(int) Math.abs(member.length())], null));
    ahead.finished(batch);
  }

  private List<String> expect(Calendar calendar, int objects, int length) {
    List<String> paths = new ArrayList<>();
    for (int i = 0; i < objects; i++) {
      paths.add(calendar.segment() + "/" + i);
      expect(ahead, paths.get(i), member(calendar, "" + i, length));
    }
    return paths;
  }

  private static void expect(ReadAhead where, String path, Member member) {
    where.expect(path, member, true);
  }

  private static Member member(String path) {
    return member(WORK, path.substring(path.indexOf('/') + 1), 1000);
  }

  private static Member member(Calendar calendar, String name, long length) {
    return new Member(calendar, calendar.url() + name, "\"" + name + "\"", length, null);
  }
}
