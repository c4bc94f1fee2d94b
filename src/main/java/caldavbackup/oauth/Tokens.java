package caldavbackup.oauth;

import caldavbackup.options.Secret;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The stored tokens of one account.
 *
 * @param access the last access token, or null
 * @param obtained when it was received, by the local clock
 * @param life how long it is valid from then on; null when the server did not say
 * @param refresh the refresh token, or null
 * @param before the previous refresh token, valid until {@code refresh} has worked once; or null
 * @param seed a hash of the option {@code refresh_token} that these tokens started from; or null
 * @param clientSecret the secret that {@code caldav login} was given, so that later runs need no
 *     option; or null
 */
record Tokens(
    Secret access,
    Instant obtained,
    Duration life,
    Secret refresh,
    Secret before,
    String seed,
    Secret clientSecret) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static final Tokens NONE = new Tokens(null, Instant.EPOCH, null, null, null, null, null);

  /**
   * Returns the remaining life of the access token. If the clock was set back, the token counts as
   * expired.
   *
   * @return null when the server did not say how long it is valid
   */
  Duration left(Instant now) {
    if (access == null || now.isBefore(obtained)) {
      return Duration.ZERO;
    }
    return life == null ? null : life.minus(Duration.between(obtained, now));
  }

  /** Returns the refresh tokens to try, in order. An option that changed since then comes first. */
  List<Secret> candidates(Secret option) {
    List<Secret> all = new ArrayList<>();
    boolean isNew = option != null && !hash(option.reveal()).equals(seed);
    add(all, isNew ? option : null);
    add(all, refresh);
    add(all, before);
    add(all, option);
    return all;
  }

  private static void add(List<Secret> all, Secret token) {
    if (token != null && all.stream().noneMatch(t -> t.reveal().equals(token.reveal()))) {
      all.add(token);
    }
  }

  /** Returns these tokens after an answer to {@code used}. The old refresh token is kept. */
  Tokens after(TokenAnswer answer, Secret used, Secret option, Instant now) {
    boolean rotated =
        answer.refresh() != null
            && used != null
            && !answer.refresh().reveal().equals(used.reveal());
    return new Tokens(
        answer.access(),
        now,
        answer.life(),
        answer.refresh() == null ? used : answer.refresh(),
        rotated ? used : null,
        option == null ? seed : hash(option.reveal()),
        clientSecret);
  }

  /**
   * Returns these tokens merged with those of another worker. The other refresh token is tried
   * next.
   */
  Tokens instead(Tokens others) {
    boolean isOther = others.refresh() != null && !isSame(refresh, others.refresh());
    return isOther
        ? new Tokens(access, obtained, life, refresh, others.refresh(), seed, clientSecret)
        : this;
  }

  /** Returns whether the access token and the refresh token are the same. */
  boolean isSameAs(Tokens other) {
    return isSame(access, other.access()) && isSame(refresh, other.refresh());
  }

  private static boolean isSame(Secret one, Secret other) {
    return one == null || other == null ? one == other : one.reveal().equals(other.reveal());
  }

  /** Returns all values that must not be shown. */
  List<Secret> secrets() {
    return Stream.of(access, refresh, before, clientSecret).filter(Objects::nonNull).toList();
  }

  /** Returns the tokens as JSON for a file. */
  byte[] toJson() throws IOException {
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json());
  }

  /** Returns the tokens as JSON on one line, in ASCII. */
  String toLine() throws IOException {
    return JSON.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII).writeValueAsString(json());
  }

  private ObjectNode json() {
    ObjectNode json = JSON.createObjectNode();
    put(json, "access_token", access);
    json.put("obtained", obtained.toString());
    if (life != null) {
      json.put("expires_in", life.toSeconds());
    }
    put(json, "refresh_token", refresh);
    put(json, "refresh_token_before", before);
    json.put("seed", seed);
    put(json, "client_secret", clientSecret);
    return json;
  }

  /**
   * Reads tokens.
   *
   * @throws IOException when the bytes are incomplete, or are not tokens
   */
  static Tokens of(byte[] bytes) throws IOException {
    JsonNode json;
    try {
      json = JSON.readTree(bytes);
    } catch (JsonProcessingException e) {
      throw new IOException("it is not JSON"); // the parser's message would quote it
    }
    if (!json.isObject() || !json.hasNonNull("obtained")) {
      throw new IOException("it contains no tokens");
    }
    try {
      return new Tokens(
          secret(json, "access_token"),
          Instant.parse(json.get("obtained").asText()),
          json.hasNonNull("expires_in")
              ? Duration.ofSeconds(json.get("expires_in").asLong())
              : null,
          secret(json, "refresh_token"),
          secret(json, "refresh_token_before"),
          json.hasNonNull("seed") ? json.get("seed").asText() : null,
          secret(json, "client_secret"));
    } catch (DateTimeException e) {
      throw new IOException("it contains no tokens");
    }
  }

  private static void put(ObjectNode json, String name, Secret secret) {
    if (secret != null) {
      json.put(name, secret.reveal());
    }
  }

  private static Secret secret(JsonNode json, String name) {
    return json.hasNonNull(name) ? new Secret(json.get(name).asText()) : null;
  }

  static String hash(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
