package caldavbackup.lying;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer, and how it goes over the wire.
 *
 * @param multistatus what the body says when it is a multistatus, else null; whoever changes the
 *     one changes the other
 * @param sent how many bytes of the body go out before the connection breaks; -1 for all of them
 */
public record Answer(
    int status,
    Map<String, String> headers,
    byte[] body,
    Multistatus multistatus,
    Framing framing,
    int sent) {
  /** How the end of a body is told. */
  public enum Framing {
    LENGTH,
    CHUNKED,
    /** By the end of the connection, as HTTP/1.0 does. */
    CLOSE,
    /** As LENGTH; when it breaks, the connection is reset. */
    RESET
  }

  private static final int CHUNK = 1000;

  public static Answer of(int status, String type, byte[] body) {
    Map<String, String> headers = new LinkedHashMap<>();
    if (type != null) {
      headers.put("Content-Type", type);
    }
    return new Answer(status, headers, body, null, Framing.LENGTH, -1);
  }

  public static Answer of(int status) {
    return of(status, null, new byte[0]);
  }

  public static Answer text(int status, String text) {
    return of(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }

  public static Answer html(int status, String text) {
    return of(status, "text/html; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }

  public static Answer json(int status, String text) {
    return of(status, "application/json", text.getBytes(StandardCharsets.UTF_8));
  }

  /** A WebDAV error with one precondition (RFC 4918, section 16). */
  public static Answer error(int status, String condition) {
    return of(
        status,
        "application/xml; charset=utf-8",
        ("<?xml version=\"1.0\"?><d:error xmlns:d=\"DAV:\""
                + " xmlns:c=\"urn:ietf:params:xml:ns:caldav\"><"
                + condition
                + "/></d:error>")
            .getBytes(StandardCharsets.UTF_8));
  }

  public static Answer of(Multistatus multistatus) {
    Answer plain = of(207, "application/xml; charset=utf-8", multistatus.bytes());
    return new Answer(207, plain.headers, plain.body, multistatus, Framing.LENGTH, -1);
  }

  public Answer with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Answer(status, more, body, multistatus, framing, sent);
  }

  Answer withStatus(int other) {
    return new Answer(other, headers, body, multistatus, framing, sent);
  }

  Answer withBody(byte[] other) {
    return new Answer(status, headers, other, null, framing, sent);
  }

  Answer framed(Framing other) {
    return new Answer(status, headers, body, multistatus, other, sent);
  }

  /** The same, and the connection breaks after so many bytes of its body. */
  Answer brokenAfter(int bytes) {
    return new Answer(status, headers, body, multistatus, framing, bytes);
  }

  boolean isBroken() {
    return sent >= 0;
  }

  /** Sends it; false when the connection is over. */
  boolean send(Socket socket, OutputStream out) throws IOException {
    if (status == 0) {
      return false; // not even a head
    }
    boolean isEmpty = status == 204 || status == 304;
    StringBuilder head =
        new StringBuilder(framing == Framing.CLOSE ? "HTTP/1.0 " : "HTTP/1.1 ")
            .append(status)
            .append(" Said so\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    switch (framing) {
      case LENGTH, RESET -> head.append(isEmpty ? "" : "Content-Length: " + body.length + "\r\n");
      case CHUNKED -> head.append(isEmpty ? "" : "Transfer-Encoding: chunked\r\n");
      case CLOSE -> head.append("Connection: close\r\n");
    }
    out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    byte[] part = isEmpty ? new byte[0] : isBroken() ? Arrays.copyOf(body, sent) : body;
    if (framing == Framing.CHUNKED && !isEmpty) {
      for (int at = 0; at < part.length; at += CHUNK) {
        int size = Math.min(CHUNK, part.length - at);
        out.write((Integer.toHexString(size) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.write(part, at, size);
        out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
      }
      if (!isBroken()) {
        out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      }
    } else {
      out.write(part);
    }
    out.flush();
    if (isBroken() && framing == Framing.RESET) {
      socket.setSoLinger(true, 0);
    }
    return !isBroken() && framing != Framing.CLOSE;
  }
}
