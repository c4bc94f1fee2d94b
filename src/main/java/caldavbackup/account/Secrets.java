package caldavbackup.account;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/** All secrets of an account, for leaving them out of what servers say: some echo what they got. */
final class Secrets {
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
    all.remove(String.valueOf(username)); // the sentence names the user
    all.removeIf(form -> form.length() < 4); // else nothing of a sentence would be left
    forms = List.copyOf(all);
  }

  private static void add(TreeSet<String> all, String username, String password) {
    all.add(password);
    all.add(base64(password));
    all.add(base64(username + ":" + password));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The text without them. */
  String masked(String text) {
    String masked = text;
    for (String form : forms) {
      masked = masked.replace(form, "***");
    }
    return masked;
  }

  /** The failure without them; its cause would say them in a log, and is left out then. */
  Failure masked(Failure failure) {
    String masked = masked(failure.getMessage());
    return masked.equals(failure.getMessage())
        ? failure
        : new Failure(failure.kind(), masked, null, failure.status());
  }

  @Override
  public String toString() {
    return "***";
  }
}
