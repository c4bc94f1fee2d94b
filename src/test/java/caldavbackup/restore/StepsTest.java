package caldavbackup.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StepsTest {
  private static final String IDENTITY = "{\"format\":1,\"href\":\"/alice/saved/\"}";

  @Test
  void a_calendar_is_made_from_its_identity_before_its_objects() {
    assertThat(
            run(
                directory("/"),
                directory("/work"),
                file("/work/.calendar.json", IDENTITY),
                file("/work/a.ics", "a"),
                file("/work/b.ics", "b")))
        .containsExactly(
            "NOTHING /",
            "NOTHING /work",
            "CALENDAR /work/.calendar.json saved",
            "OBJECT /work/a.ics saved",
            "OBJECT /work/b.ics saved");
  }

  @Test
  void objects_whose_names_sort_before_the_identity_wait_for_it() {
    assertThat(
            run(
                directory("/work"),
                file("/work/%2Ehidden.ics", "1"),
                file("/work/+early.ics", "2"),
                file("/work/.calendar.json", IDENTITY),
                file("/work/a.ics", "3")))
        .containsExactly(
            "NOTHING /work",
            "CALENDAR /work/.calendar.json saved",
            "OBJECT /work/%2Ehidden.ics saved",
            "OBJECT /work/+early.ics saved",
            "OBJECT /work/a.ics saved");
  }

  @Test
  void early_objects_of_a_folder_without_identity_go_on_when_it_is_known_to_have_none() {
    assertThat(
            run(
                directory("/one"),
                file("/one/+early.ics", "1"),
                file("/one/a.ics", "2"),
                directory("/two"),
                file("/two/+only.ics", "3"),
                directory("/three")))
        .containsExactly(
            "NOTHING /one",
            "CALENDAR none /one",
            "OBJECT /one/+early.ics /one",
            "OBJECT /one/a.ics /one",
            "NOTHING /two",
            "NOTHING /three",
            "CALENDAR none /two",
            "OBJECT /two/+only.ics /two",
            "CALENDAR none /three");
  }

  @Test
  void an_identity_behind_more_than_can_wait_came_too_late() {
    Item large = new Item("/work/+1.ics", false, new byte[16 << 20], null, null);
    List<String> steps =
        run(
            directory("/work"),
            large,
            file("/work/+2.ics", "2"),
            file("/work/.calendar.json", IDENTITY));
    assertThat(steps)
        .containsExactly(
            "NOTHING /work",
            "CALENDAR none /work",
            "OBJECT /work/+1.ics /work",
            "OBJECT /work/+2.ics /work",
            "REFUSED /work/.calendar.json came too late: the calendar was already made under its folder's name");
  }

  @Test
  void the_files_of_a_vdir_set_properties_only_where_no_identity_says_more() {
    assertThat(
            run(
                directory("/saved"),
                file("/saved/.calendar.json", IDENTITY),
                file("/saved/color", "#112233"),
                directory("/vdir"),
                file("/vdir/color", "#112233"),
                file("/vdir/displayname", "V")))
        .containsExactly(
            "NOTHING /saved",
            "CALENDAR /saved/.calendar.json saved",
            "NOTHING /saved/color saved",
            "NOTHING /vdir",
            "CALENDAR none /vdir",
            "PROPERTY /vdir/color /vdir",
            "PROPERTY /vdir/displayname /vdir");
  }

  @Test
  void an_empty_folder_becomes_an_empty_calendar_and_the_root_does_not() {
    assertThat(run(directory("/"), directory("/empty")))
        .containsExactly("NOTHING /", "NOTHING /empty", "CALENDAR none /empty");
    assertThat(run(directory("/"))).containsExactly("NOTHING /");
    assertThat(run()).isEmpty();
  }

  @Test
  void a_calendar_restored_by_itself_lies_in_the_root() {
    assertThat(
            run(
                directory("/"),
                file("/+early.ics", "1"),
                file("/.calendar.json", IDENTITY),
                file("/a.ics", "2")))
        .containsExactly(
            "NOTHING /",
            "CALENDAR /.calendar.json saved",
            "OBJECT /+early.ics saved",
            "OBJECT /a.ics saved");
  }

  @Test
  void an_identity_that_cannot_be_read_is_refused_and_its_objects_go_by_the_folders_name() {
    List<String> steps =
        run(directory("/work"), file("/work/.calendar.json", "not json"), file("/work/a.ics", "1"));
    assertThat(steps.get(1)).startsWith("REFUSED /work/.calendar.json .calendar.json is not JSON");
    assertThat(steps.subList(2, 4))
        .containsExactly("CALENDAR none /work", "OBJECT /work/a.ics /work");
  }

  @Test
  void a_file_that_did_not_come_whole_is_refused_with_the_reason() {
    assertThat(run(directory("/w"), new Item("/w/a.ics", false, null, "broke off", null)))
        .containsExactly("NOTHING /w", "REFUSED /w/a.ics broke off", "CALENDAR none /w");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.ics", "A.ICS", "%2Ea.ics", "ü.ics", "x%.ics", ".a.ics", ".ics"})
  void whatever_ends_in_ics_is_an_object(String name) {
    assertThat(run(directory("/w"), file("/w/" + name, "x"), file("/w/z.ics", "y")))
        .contains("OBJECT /w/" + name + " /w");
  }

  @ParameterizedTest
  @ValueSource(strings = {"notes.txt", "ics", "a.ics.bak", "Color"})
  void another_file_in_a_calendar_is_refused(String name) {
    assertThat(run(directory("/w"), file("/w/" + name, "x")))
        .contains("REFUSED /w/" + name + " not a calendar object: its name does not end in .ics");
  }

  @Test
  void hidden_files_hidden_folders_and_files_beside_the_calendars_are_passed_over() {
    assertThat(
            run(
                directory("/"),
                directory("/.git"),
                file("/.git/config", "x"),
                file("/.git/a.ics", "x"),
                directory("/.git/refs"),
                file("/.state", "x"),
                file("/README", "x"),
                directory("/w"),
                file("/w/.sync", "x")))
        .containsExactly(
            "NOTHING /",
            "NOTHING /.git",
            "NOTHING /.git/config",
            "NOTHING /.git/a.ics",
            "NOTHING /.git/refs",
            "NOTHING /.state",
            "NOTHING /README",
            "NOTHING /w",
            "NOTHING /w/.sync",
            "CALENDAR none /w");
  }

  @Test
  void a_folder_within_a_calendar_is_refused_with_all_that_is_in_it_and_becomes_no_calendar() {
    assertThat(
            run(
                directory("/w"),
                file("/w/a.ics", "1"),
                directory("/w/deep"),
                file("/w/deep/b.ics", "2"),
                file("/w/deep/color", "#112233"),
                file("/w/z.ics", "3")))
        .containsExactly(
            "NOTHING /w",
            "CALENDAR none /w",
            "OBJECT /w/a.ics /w",
            "REFUSED /w/deep a calendar holds no folders",
            "REFUSED /w/deep/b.ics a calendar holds no folders",
            "REFUSED /w/deep/color a calendar holds no folders",
            "OBJECT /w/z.ics /w");
  }

  @Test
  void there_is_nothing_behind_the_last_step() {
    Steps steps = new Steps(List.of(directory("/")).iterator());
    steps.next();
    assertThat(steps.hasNext()).isFalse();
    assertThatThrownBy(steps::next).isInstanceOf(NoSuchElementException.class);
  }

  /** Each step in words: its kind, its item, and its calendar or the reason against it. */
  private static List<String> run(Item... items) {
    List<String> words = new ArrayList<>();
    new Steps(Arrays.asList(items).iterator())
        .forEachRemaining(
            step -> {
              Folder folder = step.folder();
              String where =
                  step.error() != null
                      ? step.error()
                      : folder == null
                          ? ""
                          : folder.identity() == null ? folder.path() : folder.identity().segment();
              String item = step.item() == null ? "none" : step.item().path();
              words.add((step.kind() + " " + item + " " + where).strip());
            });
    return words;
  }

  private static Item directory(String path) {
    return new Item(path, true, null, null, null);
  }

  private static Item file(String path, String text) {
    return new Item(path, false, text.getBytes(StandardCharsets.UTF_8), null, null);
  }
}
