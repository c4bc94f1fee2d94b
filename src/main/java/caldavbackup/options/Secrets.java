package caldavbackup.options;

import caldavbackup.text.Failure;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * All secrets of an account. Removes them from messages of servers, because some servers repeat
 * what they received.
 */
public final class Secrets {
  /** Masking shorter texts could destroy the sentence. */
  private static final int SHORTEST = 4;

  private final List<String> forms;

  Secrets(String username, Secret password, Proxies proxies, String keyPassword) {
    TreeSet<String> all =
        new TreeSet<>(
            Comparator.comparing(String::length)
                .reversed()
                .thenComparing(Comparator.naturalOrder()));
    if (password != null) {
      add(all, username, password.reveal());
      add(all, username, password.reveal().replaceAll("[ \u00a0]+", ""));
    }
    for (Proxies.Proxy proxy : proxies.all()) {
      if (proxy.password() != null) {
        add(all, proxy.username(), proxy.password().reveal());
      }
    }
    if (keyPassword != null) {
      all.add(keyPassword);
    }
    all.remove(String.valueOf(username)); // the message names the user
    all.removeIf(form -> form.length() < SHORTEST);
    forms = List.copyOf(all);
  }

  private static void add(TreeSet<String> all, String username, String password) {
    all.add(password);
    all.add(
        URLEncoder.encode(password, StandardCharsets.UTF_8)); // as an HTML page quotes an address
    all.add(escaped(password));
    all.add(base64(password));
    all.add(base64(username + ":" + password));
  }

  /** The text as HTML quotes it. */
  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The failure with masked secrets.
   *
   * @param token the token that was sent with the request, or null
   */
  public Failure masked(Failure failure, Secret token) {
    String masked = masked(failure.getMessage(), token);
    // the cause would show them in a log
    return masked.equals(failure.getMessage()) ? failure : failure.withSentence(masked, null);
  }

  /** The text with masked secrets, including a token that was sent; null when there was none. */
  public String masked(String text, Secret token) {
    String masked = text;
    for (String form : forms) {
      masked = masked.replace(form, "***");
    }
    if (token != null && token.reveal().length() >= SHORTEST) {
      masked = masked.replace(token.reveal(), "***").replace(base64(token.reveal()), "***");
    }
    return masked;
  }

  /** The text with masked secrets. */
  public String masked(String text) {
    return masked(text, null);
  }

  @Override
  public String toString() {
    return "***";
  }
}
