package caldavbackup.webdav;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.Seeded;
import caldavbackup.text.Percent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HrefsTest {
  private static final String BASE = "https://cal.example.org:8443/dav/alice/";

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "/x/a%20b.ics,https://cal.example.org:8443/x/a%20b.ics",
    "'  /x/y.ics\n',https://cal.example.org:8443/x/y.ics",
    "y.ics,https://cal.example.org:8443/dav/alice/y.ics",
    "http://other.example/z/,http://other.example/z/",
    "//other.example/z/,https://other.example/z/",
    "/a@b:c/d.ics,https://cal.example.org:8443/a@b:c/d.ics",
    "'',https://cal.example.org:8443/dav/alice/",
    "/%E4/ü,https://cal.example.org:8443/%E4/ü"
  })
  void an_href_is_made_absolute_and_its_encoding_stays(String href, String url) {
    assertThat(Hrefs.resolve(BASE, href)).isEqualTo(url);
  }

  @ParameterizedTest
  @CsvSource({"https://h/dav/a?x=/y/z,https://h/dav/b.ics", "https://h/,https://h/b.ics"})
  void a_relative_href_replaces_what_follows_the_last_slash_of_the_path(String base, String url) {
    assertThat(Hrefs.resolve(base, "b.ics")).isEqualTo(url);
  }

  @ParameterizedTest(name = "{0} splits into {1} and {2}, {3}")
  @CsvSource({
    "https://h/a/b%20c/,https://h,/a/b%20c/,b c",
    "https://h/a/b,https://h,/a/b,b",
    "https://h:1/,https://h:1,/,''",
    "https://h,https://h,/,''",
    "http://[::1]:5232/x/,http://[::1]:5232,/x/,x",
    "https://h/a%2Fb/,https://h,/a%2Fb/,a/b",
    "/work/,'',/work/,work",
    "/a/b/,'',/a/b/,b",
    "/,'',/,''"
  })
  void a_url_or_a_path_is_taken_apart(String url, String root, String path, String segment) {
    assertThat(Hrefs.root(url)).isEqualTo(root);
    assertThat(Hrefs.path(url)).isEqualTo(path);
    assertThat(Hrefs.segment(url)).isEqualTo(segment);
  }

  @ParameterizedTest(name = "{0} and {1}: {2}")
  @CsvSource({
    "https://h/a/b/,https://h/a/b,true",
    "https://H/a%40b/,https://h/a@b/,true",
    "https://h/%c3%bc,https://h/%C3%BC,true",
    "https://h/ü,https://h/%C3%BC,true",
    "https://h/A/,https://h/a/,false",
    "https://h/a/,https://g/a/,false",
    "https://h/a/,http://h/a/,false",
    "https://h:1/a/,https://h/a/,false",
    "https://h,https://h/,true",
    "https://h/a//,https://h/a/,true",
    "https://h//a/./b,https://h/a/b/,true",
    "https://h/a b/,https://h/a%20b/,true",
    "https://h/100%/,https://h/100%25/,true",
    "https://h/%e4/,https://h/%E4/,true",
    "https://h/a%2Fb/,https://h/a/b/,false",
    "https://h_x:1/a/,https://H_X:1/a,true"
  })
  void two_urls_are_one_resource_however_they_are_encoded(String a, String b, boolean same) {
    assertThat(Hrefs.same(a, b)).isEqualTo(same);
    assertThat(Hrefs.same(b, a)).isEqualTo(same);
  }

  @ParameterizedTest(name = "{0} within {1}: {2}")
  @CsvSource({
    "https://h/a/x.ics,https://h/a/,true",
    "https://h/a,https://h/a/,true",
    "https://h/%61/x.ics,https://h/a/,true",
    "https://h/ab/x.ics,https://h/a/,false",
    "https://h/x.ics,https://h/a/,false",
    "https://g/a/x.ics,https://h/a/,false",
    "https://h/x.ics,https://h/,true",
    "https://h/a/%2E%2E%2Fx.ics,https://h/a/,true",
    "https://h/a/..x.ics,https://h/a/,true",
    "https://h/a/%2E%2E/x.ics,https://h/a/,false",
    "https://h/a/.%2e,https://h/a/,false",
    "https://h/a/../b/x.ics,https://h/a/,false"
  })
  void a_resource_is_within_a_collection_only_below_its_own_path(
      String inner, String outer, boolean within) {
    assertThat(Hrefs.within(inner, outer)).isEqualTo(within);
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "plain,plain",
    "a%20b+c,a b+c",
    "%C3%BC,ü",
    "%F0%9F%8E%89,\uD83C\uDF89",
    "100%,100%",
    "%4,%4",
    "%zz,%zz",
    "%-1x,%-1x",
    "caf%E9,caf%E9",
    "%25C3,%C3",
    "ü%20,'ü '"
  })
  void text_is_decoded_once_and_left_alone_where_it_is_not_well_encoded(
      String text, String decoded) {
    assertThat(Percent.decode(text)).isEqualTo(decoded);
  }

  @ParameterizedTest(name = "{0} becomes {1}")
  @CsvSource({
    "a b.ics,a%20b.ics",
    "a/b,a%2Fb",
    "100%,100%25",
    "ü,%C3%BC",
    "a?b#c,a%3Fb%23c",
    "a@b:c;d=e,a@b:c;d=e",
    ".,%2E",
    "..,%2E%2E",
    "...,...",
    "'',''"
  })
  void a_name_becomes_one_segment_and_never_a_way_up(String name, String segment) {
    assertThat(Hrefs.encodeSegment(name)).isEqualTo(segment);
  }

  @Test
  void any_name_comes_back_from_its_segment() {
    Seeded.times(
        5_000,
        random -> {
          String name = Seeded.text(random, 20, "aé %/\\?#.\u0000\r\n2F");
          String segment = Hrefs.encodeSegment(name);
          assertThat(segment).matches("[!-~]*").doesNotContain("/", "?", "#");
          assertThat(Percent.decode(segment)).isEqualTo(name);
          assertThat(Hrefs.segment("https://h/x/" + segment + "/")).isEqualTo(name);
        });
  }

  @Test
  void the_host_is_in_lower_case() {
    assertThat(Hrefs.host("https://CAL.Example.org:8443/X/")).isEqualTo("cal.example.org");
  }
}
