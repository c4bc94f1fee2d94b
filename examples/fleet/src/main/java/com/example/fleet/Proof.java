package com.example.fleet;

import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Account;
import caldavbackup.text.Failure;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.camel.Exchange;

/** Bean {@code proof}: whether the sink has what a manifest describes. */
public final class Proof {
  private final ObjectMapper json = new ObjectMapper();

  /** An object that a manifest names. */
  public record Named(String path, String sha256) {}

  /** The objects of the manifest in the body, each to be looked at. */
  public List<Named> objects(String manifest) throws IOException {
    List<Named> objects = new ArrayList<>();
    for (JsonNode object : json.readTree(manifest).path("objects")) {
      objects.add(new Named(object.path("path").asText(), object.path("sha256").asText()));
    }
    return objects;
  }

  /** Whether the manifest in the body is one of a calendar that is gone. */
  public boolean isGone(String manifest) throws IOException {
    return json.readTree(manifest).path("gone").asBoolean();
  }

  /**
   * Compares the bytes in the body with the object in property {@code object}.
   *
   * @throws MissingObject when they are others, or there are none: the sentence names the object
   */
  public void compare(Exchange exchange) {
    Named object = exchange.getProperty("object", Named.class);
    byte[] bytes = exchange.getMessage().getBody(byte[].class);
    if (bytes == null || !object.sha256().equalsIgnoreCase(digest(bytes))) {
      throw new MissingObject(
          "the manifest does not belong to the objects: "
              + object.path()
              + (bytes == null ? " is not in the sink" : " is another in the sink"));
    }
  }

  /** The manifest becomes a dead letter, with the reason in a header. */
  public void failed(Exchange exchange) {
    Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    exchange.getMessage().setHeader("reason", Fleet.sentence(failure));
    exchange.getMessage().setBody(exchange.getProperty(Messages.TEXT));
  }

  /** The body is the result of the restore that failed; one that did not get as far as that gets one here. */
  public void result(Exchange exchange) {
    if (exchange.getMessage().getHeader(CaldavConstants.COMPLETE) != null) {
      return;
    }
    Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    Account account = exchange.getProperty(CaldavConstants.ACCOUNT, Account.class);
    ObjectNode result = json.createObjectNode();
    result.put("format", 1);
    result.put("origin", account == null ? "" : account.options().origin());
    result.put("dryRun", account != null && account.options().restore().dryRun());
    result.put("complete", false);
    result.putObject("counts").put("failed", 0);
    for (String none : List.of("calendars", "failures", "leftOut", "warnings")) {
      result.putArray(none);
    }
    result
        .putObject("failure")
        .put("kind", failure instanceof Failure known ? known.kind().name().toLowerCase(Locale.ROOT) : "internal")
        .put("sentence", Fleet.sentence(failure))
        .put("status", failure instanceof Failure known ? known.status() : 0);
    exchange.getMessage().setHeader(CaldavConstants.COMPLETE, "false");
    exchange.getMessage().setBody(result.toString());
  }

  /** Leaves those manifests of which the message wants the calendar; all when it names none. */
  public List<String> wanted(Exchange exchange) throws IOException {
    Object names = exchange.getProperty("calendars");
    Set<?> wanted = names instanceof List<?> list ? Set.copyOf(list) : null;
    List<String> all = new ArrayList<>();
    for (Object manifest : exchange.getMessage().getBody(List.class)) {
      String text = (String) manifest;
      if (wanted == null || wanted.contains(json.readTree(text).path("calendar").path("directory").asText())) {
        all.add(text);
      }
    }
    if (all.isEmpty()) {
      throw new IllegalStateException("the sink has no manifest of " + exchange.getProperty("from") + " that is wanted");
    }
    return all;
  }

  private static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
