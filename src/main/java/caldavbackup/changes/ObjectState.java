package caldavbackup.changes;

import caldavbackup.caldav.Member;
import caldavbackup.ical.Uid;
import caldavbackup.ical.WholeText;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/**
 * The version of an object that a sink has.
 *
 * @param version the version on the server at that time ({@link Member#version()}), in hexadecimal;
 *     null when it does not distinguish the next change
 * @param href as the server wrote it
 * @param etag as the server wrote it, or null
 * @param uid the UID in the object, or null
 * @param length the length of its bytes
 * @param sha256 the SHA-256 of its bytes, in hexadecimal; null when unknown
 * @param isProved whether the bytes were proved to be the listed object; if not, it is read again
 */
record ObjectState(
    String version,
    String href,
    String etag,
    String uid,
    long length,
    String sha256,
    boolean isProved) {
  /** The sink may have the object in an unknown version. */
  static final ObjectState UNKNOWN = new ObjectState(null, null, null, null, -1, null, false);

  /** The sink was informed of the deletion of the object, but the index still contains it. */
  static final ObjectState GONE = new ObjectState(null, null, null, null, -1, null, false);

  private static final String DELETED = "deleted";
  private static final Uid UID = new Uid();

  /**
   * The state of an object with these bytes.
   *
   * @param started the start of the run that listed it
   */
  static ObjectState of(Member member, byte[] bytes, Instant started) {
    return new ObjectState(
        version(member, started),
        member.href(),
        member.etag(),
        UID.of(bytes),
        bytes.length,
        sha256(bytes),
        bytes.length == member.length() || WholeText.of(bytes) == WholeText.Kind.WHOLE);
  }

  private static String version(Member member, Instant started) {
    return member.tellsChanges(started) ? Long.toHexString(member.version()) : null;
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Returns whether the sink has the object as listed, so that it need not be read. */
  boolean isCurrent(Member member) {
    return isProved && version != null && version.equals(Long.toHexString(member.version()));
  }

  /** Returns whether the sink has these bytes, whatever else changed. */
  boolean hasBytesOf(ObjectState other) {
    return sha256 != null && sha256.equals(other.sha256);
  }

  /** The state as JSON. */
  ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    if (this == GONE) {
      return json.put(DELETED, true);
    }
    put(json, "version", version);
    put(json, "href", href);
    put(json, "etag", etag);
    put(json, "uid", uid);
    json.put("length", length);
    put(json, "sha256", sha256);
    json.put("proved", isProved);
    return json;
  }

  /** Parses a state from JSON. */
  static ObjectState of(JsonNode json) {
    if (json.path(DELETED).asBoolean()) {
      return GONE;
    }
    return new ObjectState(
        text(json, "version"),
        text(json, "href"),
        text(json, "etag"),
        text(json, "uid"),
        json.path("length").asLong(-1),
        text(json, "sha256"),
        json.path("proved").asBoolean());
  }

  private static void put(ObjectNode json, String name, String text) {
    if (text != null) {
      json.put(name, text);
    }
  }

  private static String text(JsonNode json, String name) {
    return json.path(name).isTextual() ? json.path(name).asText() : null;
  }
}
