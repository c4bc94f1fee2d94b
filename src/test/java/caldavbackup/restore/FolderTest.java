package caldavbackup.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caldavbackup.account.Failure;
import caldavbackup.dav.Calendar;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class FolderTest {
  private static final Calendar WORK = Calendar.named("https://h/work/", null);

  @ParameterizedTest(name = "{0} is called {1}")
  @CsvSource({"/work,work", "/a%2Fb,a/b", "/%2Egit,.git", "/Büro,Büro", "/50%25,50%", "/,"})
  void a_folder_has_the_calendars_name_and_the_root_has_none(String path, String name) {
    assertThat(new Folder(path).name()).isEqualTo(name);
  }

  @Test
  void what_it_holds_is_handed_out_once_in_the_order_that_it_came() {
    Folder folder = new Folder("/work");
    Item one = new Item("/work/1.ics", false, new byte[10], null, null);
    Item two = new Item("/work/2.ics", false, new byte[5], null, null);
    folder.hold(one);
    folder.hold(two);
    assertThat(folder.hasHeld()).isTrue();
    assertThat(folder.heldBytes()).isEqualTo(15);
    assertThat(folder.releaseHeld()).containsExactly(one, two);
    assertThat(folder.heldBytes()).isZero();
    assertThat(folder.hasHeld()).isFalse();
    assertThat(folder.releaseHeld()).isEmpty();
  }

  @Test
  void a_folder_is_settled_with_or_without_an_identity() {
    Folder folder = new Folder("/work");
    assertThat(folder.isSettled()).isFalse();
    folder.settle(null);
    assertThat(folder.isSettled()).isTrue();
    assertThat(folder.identity()).isNull();
    Folder known = new Folder("/work");
    known.settle(WORK);
    assertThat(known.identity()).isEqualTo(WORK);
  }

  @Test
  void objects_wait_for_their_calendar() throws Exception {
    Folder folder = new Folder("/work");
    CompletableFuture<Calendar> waiting = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                waiting.complete(folder.awaitTarget());
              } catch (Failure e) {
                waiting.completeExceptionally(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    while (thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    folder.ready(WORK);
    assertThat(waiting.get()).isEqualTo(WORK);
    assertThat(folder.awaitTarget()).isEqualTo(WORK);
  }

  @Test
  void objects_of_a_calendar_that_could_not_be_made_say_why_and_how_grave_it_is() {
    Folder folder = new Folder("/work");
    folder.failed(new Failure(Failure.Kind.FORBIDDEN, "the server refuses the request"));
    assertThatThrownBy(folder::awaitTarget)
        .isInstanceOfSatisfying(
            Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.FORBIDDEN))
        .hasMessage("its calendar could not be made: the server refuses the request");
  }

  @Test
  void who_is_interrupted_while_waiting_goes_and_stays_interrupted() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> new Folder("/work").awaitTarget())
        .isInstanceOfSatisfying(
            Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.CANCELLED));
    assertThat(Thread.interrupted()).isTrue();
  }
}
