package caldavbackup.restore.manifest;

import caldavbackup.text.Failure;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;

/** Reads the manifests in the body of an exchange: one, or a list. */
final class Manifests {
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private Manifests() {}

  /**
   * Returns whether the body is a manifest or a list rather than the bytes of one object. iCalendar
   * text never begins with a brace. A stream in the body is replaced by its bytes.
   */
  static boolean areIn(Exchange exchange) {
    Object body = exchange.getMessage().getBody();
    if (body instanceof Collection || body instanceof Object[]) {
      return true;
    }
    byte[] bytes = body == null ? null : exchange.getMessage().getBody(byte[].class);
    if (bytes != null && !(body instanceof String)) {
      exchange.getMessage().setBody(bytes);
    }
    return bytes != null && isJson(bytes);
  }

  private static boolean isJson(byte[] bytes) {
    int at = 0;
    while (at < bytes.length
        && (bytes[at] <= ' ' && bytes[at] >= 0
            || at < BYTE_ORDER_MARK.length && bytes[at] == BYTE_ORDER_MARK[at])) {
      at++;
    }
    return at < bytes.length && bytes[at] == '{';
  }

  /**
   * Reads all manifests.
   *
   * @throws Failure if one is damaged, if there is none, or if two describe the same calendar
   */
  static List<Manifest> of(Exchange exchange) throws Failure {
    Object body = exchange.getMessage().getBody();
    List<?> texts =
        body instanceof Collection<?> all
            ? new ArrayList<>(all)
            : body instanceof Object[] array ? Arrays.asList(array) : List.of(body);
    if (texts.isEmpty()) {
      throw Failure.option("the list of manifests in the body is empty");
    }
    List<Manifest> manifests = new ArrayList<>();
    for (Object text : texts) {
      String label =
          texts.size() == 1
              ? "the manifest"
              : "manifest %d of %d".formatted(manifests.size() + 1, texts.size());
      byte[] json = bytes(exchange, text);
      if (json == null || !isJson(json)) {
        throw Failure.option(
            "entry %d of the list in the body is not a manifest: it does not begin with '{'"
                .formatted(manifests.size() + 1));
      }
      manifests.add(ManifestReader.read(json, label));
    }
    requireOneEach(manifests);
    return manifests;
  }

  private static byte[] bytes(Exchange exchange, Object text) {
    if (text == null || text instanceof String) {
      return text == null ? null : ((String) text).getBytes(StandardCharsets.UTF_8);
    }
    return exchange.getContext().getTypeConverter().tryConvertTo(byte[].class, exchange, text);
  }

  private static void requireOneEach(List<Manifest> manifests) throws Failure {
    Map<String, Manifest> known = new HashMap<>();
    for (Manifest manifest : manifests) {
      for (String key : List.of(manifest.directory(), ManifestReader.place(manifest))) {
        Manifest other = known.put(key, manifest);
        if (other != null && other != manifest) {
          throw Failure.option(
              "two manifests describe calendar '%s' (runs %s and %s): give only the one to"
                      .formatted(manifest.directory(), other.run(), manifest.run())
                  + " restore");
        }
      }
    }
  }
}
