package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The launcher as Plakar's exporter. */
@Tag("radicale")
@Tag("xandikos")
class ExporterLifeCycleIT {
  private static final String IDENTITY =
      """
      {
        "format" : 1,
        "href" : "/somewhere/else/%s/",
        "displayname" : "Büro <&> 🎉",
        "description" : "Zeile",
        "color" : "#11aa33ff",
        "order" : "7",
        "components" : [ "VEVENT", "VTODO" ],
        "transparent" : false,
        "timezone" : "BEGIN:VCALENDAR\\r\\nVERSION:2.0\\r\\nPRODID:-//x//EN\\r\\nBEGIN:VTIMEZONE\\r\\nTZID:Europe/Zurich\\r\\nBEGIN:STANDARD\\r\\nDTSTART:19701025T030000\\r\\nTZOFFSETFROM:+0200\\r\\nTZOFFSETTO:+0100\\r\\nEND:STANDARD\\r\\nEND:VTIMEZONE\\r\\nEND:VCALENDAR\\r\\n"
      }
      """;

  private static RadicaleServer radicale;
  private static XandikosServer xandikos;
  private PluginProcess plugin;

  @BeforeAll
  static void startServers() throws Exception {
    radicale = RadicaleServer.start();
    xandikos = XandikosServer.start();
  }

  @AfterAll
  static void stopServers() {
    radicale.close();
    xandikos.close();
  }

  @BeforeEach
  void startPlugin() throws Exception {
    plugin = PluginProcess.start("exporter");
  }

  @AfterEach
  void stopPlugin() throws Exception {
    plugin.close();
  }

  @Test
  void a_calendar_is_made_again_with_its_properties_on_radicale() throws Exception {
    restoreCalendar(config(), "made");
    isThere(radicale.client("bob"), "/bob/made/");
  }

  @Test
  void a_calendar_is_made_again_with_its_properties_on_xandikos() throws Exception {
    restoreCalendar(Map.of("location", xandikos.location()), "made");
    isThere(xandikos.client(), "/alice/calendars/made/");
  }

  private void restoreCalendar(Map<String, String> config, String name) throws Exception {
    ExportCall call = new ExportCall(plugin.channel(), config);
    call.directory("/")
        .directory("/" + name)
        .file("/" + name + "/.calendar.json", IDENTITY.formatted(name));
    for (int i = 0; i < 30; i++) {
      call.file("/" + name + "/e" + i + ".ics", Ics.event(name + i, "Termin " + i));
    }
    assertThat(call.end()).isNull();
    assertThat(call.results()).hasSize(33);
    assertThat(call.results().values())
        .allSatisfy(result -> assertThat(result.getError()).isEmpty());
    assertThat(call.results().get("/" + name + "/e0.ics").getHeader().getFileInfo().getIno())
        .as("the header is echoed whole")
        .isEqualTo(42);
    assertThat(plugin.endInput()).isZero();
    assertThat(plugin.stderr()).isEmpty();
  }

  private static void isThere(DavClient client, String calendar) {
    assertThat(client.objects(calendar)).hasSize(30);
    assertThat(client.property(calendar, "d:displayname")).isEqualTo("Büro &lt;&amp;&gt; 🎉");
    assertThat(client.property(calendar, "c:calendar-description")).isEqualTo("Zeile");
    assertThat(client.property(calendar, "a:calendar-color")).isEqualToIgnoringCase("#11aa33ff");
    assertThat(client.property(calendar, "a:calendar-order")).isEqualTo("7");
    assertThat(client.property(calendar, "c:calendar-timezone")).contains("TZID:Europe/Zurich");
    assertThat(client.propfind(calendar, "0", "<c:supported-calendar-component-set/>"))
        .contains("VEVENT", "VTODO")
        .doesNotContain("VJOURNAL");
  }

  @Test
  void a_file_whose_end_did_not_come_is_never_written() throws Exception {
    ExportCall call = new ExportCall(plugin.channel(), config());
    call.directory("/").directory("/cut").file("/cut/whole.ics", Ics.event("whole", "ganz"));
    call.unended("/cut/half.ics", Ics.event("half", "halb"));
    assertThat(call.end())
        .hasMessageContaining("1 of 4 files and folders failed")
        .hasMessageContaining("failed: cut/half.ics");
    assertThat(call.error("/cut/half.ics")).contains("is incomplete");
    assertThat(radicale.client("bob").objects("/bob/cut/")).containsOnlyKeys("whole.ics");
    assertThat(radicale.log()).doesNotContain("half.ics");
  }

  @Test
  void what_the_server_refuses_is_its_own_error_and_the_stream_ends_with_how_many_and_which()
      throws Exception {
    ExportCall call = new ExportCall(plugin.channel(), config());
    call.directory("/").directory("/mixed").file("/mixed/a.ics", Ics.event("a", "A"));
    call.file("/mixed/b.ics", "this is no calendar")
        .file("/mixed/c.ics", "")
        .file("/mixed/d.ics", Ics.event("d", "D"));
    Throwable end = call.end();
    assertThat(end)
        .hasMessageContaining("1 of 3 objects was not restored, and 1 other thing failed")
        .hasMessageContaining(" mixed/b.ics")
        .hasMessageContaining(" mixed/c.ics");
    assertThat(call.error("/mixed/b.ics")).contains("it is not a calendar");
    assertThat(call.error("/mixed/a.ics")).isEmpty();
    assertThat(radicale.client("bob").objects("/bob/mixed/")).containsOnlyKeys("a.ics", "d.ics");
  }

  @Test
  void a_sub_tree_goes_back_into_the_calendar_that_its_identity_names() throws Exception {
    ExportCall call = new ExportCall(plugin.channel(), config());
    call.directory("/")
        .file("/+early.ics", Ics.event("early", "vor .calendar.json"))
        .file("/.calendar.json", IDENTITY.formatted("named"));
    call.file("/x.ics", Ics.event("x", "X"));
    assertThat(call.end()).isNull();
    assertThat(radicale.client("bob").objects("/bob/named/"))
        .containsOnlyKeys("+early.ics", "x.ics");
  }

  @Test
  void a_single_object_goes_into_the_calendar_that_the_option_names() throws Exception {
    Map<String, String> config = new TreeMap<>(config());
    config.put("calendar", "gewählt");
    ExportCall call = new ExportCall(plugin.channel(), config);
    assertThat(call.directory("/").file("/x.ics", Ics.event("x", "X")).end()).isNull();
    assertThat(radicale.client("bob").objects("/bob/" + DavClient.segment("gewählt") + "/"))
        .containsOnlyKeys("x.ics");
  }

  @Test
  void a_single_object_without_any_word_of_its_calendar_is_refused_with_the_way_out()
      throws Exception {
    ExportCall call = new ExportCall(plugin.channel(), config());
    assertThat(call.directory("/").file("/x.ics", Ics.event("x", "X")).end())
        .hasMessageContaining("give option 'calendar'");
    assertThat(call.error("/x.ics")).contains("give option 'calendar'");
  }

  @Test
  void a_location_that_is_one_calendar_takes_everything() throws Exception {
    radicale.client("bob").put("/bob/", "single", "old.ics", Ics.event("old", "alt"));
    Map<String, String> config = new TreeMap<>(config());
    config.put("location", radicale.location() + "bob/single/");
    ExportCall call = new ExportCall(plugin.channel(), config);
    assertThat(
            call.directory("/")
                .directory("/other")
                .file("/other/new.ics", Ics.event("new", "neu"))
                .end())
        .isNull();
    assertThat(radicale.client("bob").objects("/bob/single/"))
        .containsOnlyKeys("new.ics", "old.ics");
  }

  @Test
  void a_plain_vdir_keeps_its_name_and_colour() throws Exception {
    ExportCall call = new ExportCall(plugin.channel(), config());
    call.directory("/")
        .directory("/plain")
        .file("/plain/a.ics", Ics.event("pa", "A"))
        .file("/plain/color", "#123456\n");
    call.file("/plain/displayname", "Ganz schlicht").file("/plain/z.ics", Ics.event("pz", "Z"));
    assertThat(call.end()).isNull();
    assertThat(radicale.client("bob").property("/bob/plain/", "d:displayname"))
        .isEqualTo("Ganz schlicht");
    assertThat(radicale.client("bob").property("/bob/plain/", "a:calendar-color"))
        .isEqualToIgnoringCase("#123456");
    assertThat(radicale.client("bob").objects("/bob/plain/")).hasSize(2);
  }

  @Test
  void an_object_that_is_there_is_overwritten_left_or_an_error_as_the_option_says()
      throws Exception {
    DavClient bob = radicale.client("bob");
    bob.put("/bob/", "conflict", "o.ics", Ics.event("o", "alt"));
    String old = bob.objects("/bob/conflict/").get("o.ics");
    for (String policy : List.of("skip", "fail", "overwrite")) {
      Map<String, String> config = new TreeMap<>(config());
      config.put("conflict", policy);
      try (PluginProcess own = PluginProcess.start("exporter")) {
        ExportCall call = new ExportCall(own.channel(), config);
        Throwable end =
            call.directory("/")
                .directory("/conflict")
                .file("/conflict/o.ics", Ics.event("o", "neu"))
                .end();
        assertThat(end == null).as(policy).isEqualTo(!policy.equals("fail"));
      }
      assertThat(bob.objects("/bob/conflict/").get("o.ics").equals(old))
          .as(policy)
          .isEqualTo(!policy.equals("overwrite"));
    }
  }

  @Test
  void every_write_asks_the_server_to_mail_nobody_unless_told_otherwise() throws Exception {
    try (FaultServer server = FaultServer.start()) {
      server.calendar("work");
      Map<String, String> config = new TreeMap<>(Map.of("location", server.location()));
      assertThat(
              new ExportCall(plugin.channel(), config)
                  .directory("/")
                  .directory("/work")
                  .file("/work/q.ics", Ics.event("q", "leise"))
                  .end())
          .isNull();
      assertThat(server.headersOf("PUT", "q.ics"))
          .containsEntry("schedule-reply", "F")
          .containsEntry("scheduling-enabled", "F")
          .containsEntry("scheduling", "none")
          .containsEntry("x-nc-scheduling", "false");
      config.put("notify", "true");
      try (PluginProcess own = PluginProcess.start("exporter")) {
        assertThat(
                new ExportCall(own.channel(), config)
                    .directory("/")
                    .directory("/work")
                    .file("/work/l.ics", Ics.event("l", "laut"))
                    .end())
            .isNull();
      }
      assertThat(server.headersOf("PUT", "l.ics"))
          .doesNotContainKeys("schedule-reply", "scheduling", "x-nc-scheduling");
    }
  }

  private static Map<String, String> config() {
    return Map.of("location", radicale.location(), "username", "bob", "password", "bob-pw");
  }
}
