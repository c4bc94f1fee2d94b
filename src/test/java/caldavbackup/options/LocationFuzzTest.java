package caldavbackup.options;

import caldavbackup.text.Failure;
import caldavbackup.text.Percent;
import caldavbackup.webdav.Hrefs;
import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * Whatever a user writes, and whatever href a server names, is understood or refused in one
 * sentence.
 */
class LocationFuzzTest {
  @FuzzTest(maxDuration = "10m")
  void any_text_is_a_location_or_refused(FuzzedDataProvider data) {
    try {
      Location location = Location.parse(data.consumeRemainingAsString());
      String scheme = location.http().getScheme();
      if (!scheme.equals("https") && !scheme.equals("http")) {
        throw new AssertionError("the scheme " + scheme);
      }
    } catch (Failure refused) {
      if (refused.kind() != Failure.Kind.OPTION || refused.getMessage().contains("\n")) {
        throw new AssertionError(refused);
      }
    }
  }

  @FuzzTest(maxDuration = "10m")
  void any_href_leads_to_a_host_or_is_none(FuzzedDataProvider data) {
    String url = Hrefs.resolve("https://cal.example.org/dav/", data.consumeRemainingAsString());
    Hrefs.same(url, "https://cal.example.org/dav/");
    Hrefs.within(url, "https://cal.example.org/dav/");
    Hrefs.segment(url);
    Hrefs.parent(url);
    Hrefs.encodeSegment(Percent.decode(url));
  }
}
