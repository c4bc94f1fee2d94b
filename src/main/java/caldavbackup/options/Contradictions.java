package caldavbackup.options;

import caldavbackup.text.Failure;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The table of options that contradict each other. It is checked before any secret is read. */
final class Contradictions {
  /** The options that supply the password. */
  static final List<Option> PASSWORDS =
      List.of(Option.PASSWORD, Option.PASSWORD_FILE, Option.PASSWORD_COMMAND, Option.PASSWORD_ENV);

  private static final List<Option> TOKENS =
      List.of(Option.TOKEN, Option.TOKEN_COMMAND, Option.SERVICE_ACCOUNT, Option.REFRESH_TOKEN);

  private static final List<Pair> PAIRS =
      Stream.of(
              each(
                  OauthOptions.INSTEAD_OF_PASSWORD,
                  PASSWORDS,
                  "an account signs in with a password or with a token, not with both"),
              among(PASSWORDS, "both give a password"),
              among(TOKENS, "both give a token"),
              each(TOKENS, said(Option.GRANT, "client_credentials"), "both give a token"),
              pair(
                  said(Option.CONFLICT, "copy"),
                  said(Option.MIRROR, "true"),
                  "a copy changes no existing object, but a mirror deletes objects"),
              pair(
                  given(Option.ONLY),
                  said(Option.MIRROR, "true"),
                  "a mirror deletes what is not in the backup, so it needs the whole backup"),
              pair(
                  said(Option.NOTIFY, "true"),
                  said(Option.SCHEDULING, "strip"),
                  "the server either sends invitations, or meetings are written without guests"),
              pair(
                  said(Option.TLS_NO_VERIFY, "true"),
                  given(Option.TLS_CA_FILE),
                  "the first accepts any certificate, the second only trusted ones"),
              each(
                  List.of(Option.PROXY_USERNAME, Option.PROXY_PASSWORD),
                  said(Option.PROXY, "none"),
                  "no proxy is used"))
          .flatMap(List::stream)
          .toList();

  private Contradictions() {}

  /**
   * Rejects contradictory options.
   *
   * @throws Failure of kind OPTION with one sentence that names both options
   */
  static void refuse(RawOptions given) throws Failure {
    for (Pair pair : PAIRS) {
      if (pair.one().isIn(given) && pair.other().isIn(given)) {
        throw Failure.option(
            "use only one of the options '%s' and '%s': %s"
                .formatted(pair.one().shown(), pair.other().shown(), pair.why()));
      }
    }
    LocalDate since = given.date(Option.SINCE);
    LocalDate until = given.date(Option.UNTIL);
    if (since != null && until != null && until.isBefore(since)) {
      throw Failure.option("option 'until' is before option 'since'");
    }
    List<String> wanted = globs(given, Option.CALENDARS);
    List<String> unwanted = globs(given, Option.EXCLUDE_CALENDARS);
    if (!wanted.isEmpty() && (unwanted.contains("*") || unwanted.containsAll(wanted))) {
      throw Failure.option(
          "options 'calendars' and 'exclude_calendars' together select no calendar");
    }
  }

  private static List<String> globs(RawOptions given, Option option) {
    String list = given.has(option) ? given.text(option) : "";
    return Arrays.stream(list.split(",")).map(String::strip).filter(g -> !g.isEmpty()).toList();
  }

  private static List<Pair> among(List<Option> options, String why) {
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < options.size(); i++) {
      for (Option other : options.subList(i + 1, options.size())) {
        pairs.add(new Pair(given(options.get(i)), given(other), why));
      }
    }
    return pairs;
  }

  private static List<Pair> each(List<Option> ones, List<Option> others, String why) {
    return others.stream().flatMap(o -> each(ones, given(o), why).stream()).toList();
  }

  private static List<Pair> each(List<Option> ones, Said other, String why) {
    return ones.stream().map(one -> new Pair(given(one), other, why)).toList();
  }

  private static List<Pair> pair(Said one, Said other, String why) {
    return List.of(new Pair(one, other, why));
  }

  private static Said given(Option option) {
    return new Said(option, null);
  }

  private static Said said(Option option, String value) {
    return new Said(option, value);
  }

  private record Pair(Said one, Said other, String why) {}

  /**
   * An option with a value.
   *
   * @param value the value, or null for any
   */
  private record Said(Option option, String value) {
    boolean isIn(RawOptions given) throws Failure {
      if (!given.has(option) || value == null) {
        return given.has(option);
      }
      return value.equals("true") ? given.bool(option) : value.equals(given.text(option));
    }

    String shown() {
      return option.key() + (value == null ? "" : "=" + value);
    }
  }
}
