package caldavbackup.webdav;

import caldavbackup.text.Failure;
import com.ctc.wstx.api.WstxInputProperties;
import com.ctc.wstx.stax.WstxInputFactory;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import javax.xml.namespace.QName;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads a multistatus (RFC 4918, section 13) response by response, and keeps one at a time.
 *
 * <p>An answer without its closing tag is always an error. Otherwise an answer that a server or
 * proxy cut off would look like an account with fewer events.
 */
public final class MultistatusReader implements Closeable {
  private static final XMLInputFactory XML = factory();

  private final InputStream in;
  private final String what;
  private final XMLStreamReader xml;
  private final XmlNames names;
  private final Deque<DavResponse> ready = new ArrayDeque<>();
  private String syncToken;
  private boolean ended;
  private long given;

  /**
   * Starts to read.
   *
   * @param in the body of the answer; {@link #close()} closes it; null is a failure
   * @param what the subject of the request, for messages
   * @throws Failure when the answer is not a multistatus
   */
  public MultistatusReader(InputStream in, String what) throws IOException {
    this(in, what, null);
  }

  /**
   * Starts to read.
   *
   * @param in the body of the answer; {@link #close()} closes it, and so does a failure of this
   *     constructor; null is a failure
   * @param what the subject of the request, for messages
   * @param contentType the header Content-Type of the answer, or null
   * @throws Failure when the answer is not a multistatus
   */
  public MultistatusReader(InputStream in, String what, String contentType) throws IOException {
    if (in == null) {
      throw new Failure(
          Failure.Kind.SERVER,
          "the answer to " + what + " has no body: is this a CalDAV location?");
    }
    this.in = in;
    this.what = what;
    boolean begun = false;
    try {
      xml = XML.createXMLStreamReader(new XmlCharacters(XmlText.of(in, contentType, what)));
      names = new XmlNames(xml);
      while (xml.next() != XMLStreamConstants.START_ELEMENT) {
        // prolog
      }
      if (!names.begin().equals(Names.MULTISTATUS)) {
        throw new Failure(
            Failure.Kind.SERVER,
            "the answer to "
                + what
                + " is "
                + xml.getLocalName()
                + ", not a WebDAV multistatus: is this a CalDAV location?");
      }
      begun = true;
    } catch (XMLStreamException e) {
      throw unreadable(e, "is not a WebDAV answer: is this a CalDAV location?");
    } finally {
      if (!begun) {
        closeQuietly(in); // releases the connection
      }
    }
  }

  private static void closeQuietly(InputStream in) {
    try {
      in.close();
    } catch (IOException e) {
      // the failure to report is the one of the answer
    }
  }

  /**
   * The next response; null after the last one, when the reader has seen the closing tag and has
   * read the stream to its end.
   *
   * @throws Failure when the answer ends before its closing tag
   */
  public DavResponse next() throws IOException {
    if (!ready.isEmpty() || ended) {
      return given(ready.poll());
    }
    try {
      while (true) {
        switch (xml.next()) {
          case XMLStreamConstants.START_ELEMENT -> {
            Element element = Element.read(names);
            if (element.name().equals(Names.RESPONSE)) {
              ready.addAll(DavResponse.of(element));
              return given(ready.poll());
            }
            requireKnown(element.name());
            if (element.name().equals(Names.SYNC_TOKEN)) {
              syncToken = element.text().strip();
            }
          }
          case XMLStreamConstants.END_ELEMENT -> {
            ended = true;
            in.transferTo(
                java.io.OutputStream
                    .nullOutputStream()); // releases the connection for the next request
            return null;
          }
          default -> {
            // white space between responses
          }
        }
      }
    } catch (XMLStreamException e) {
      throw unreadable(e, "broke off or is not well-formed");
    }
  }

  private DavResponse given(DavResponse response) {
    given += response == null ? 0 : 1;
    return response;
  }

  /** Rejects a response whose prefix is undeclared: skipping it would lose a member. */
  private void requireKnown(QName name) throws Failure {
    if (name.getLocalPart().equals("response")) {
      throw Failure.incomplete(
          "the answer to " + what + " has a response element in an unknown namespace");
    }
  }

  /** The number of responses returned so far, one for each href. */
  public long given() {
    return given;
  }

  /** All responses of a small answer, read to its closing tag. */
  public static List<DavResponse> all(InputStream answer, String what) throws IOException {
    return all(answer, what, null);
  }

  /** All responses of a small answer, in the encoding that the Content-Type names. */
  public static List<DavResponse> all(InputStream answer, String what, String contentType)
      throws IOException {
    List<DavResponse> responses = new ArrayList<>();
    try (MultistatusReader reader = new MultistatusReader(answer, what, contentType)) {
      for (DavResponse response = reader.next(); response != null; response = reader.next()) {
        responses.add(response);
      }
    }
    return responses;
  }

  /** DAV:sync-token (RFC 6578, section 6.4); null while it has not been read. */
  public String syncToken() {
    return syncToken;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private IOException unreadable(XMLStreamException e, String complaint) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException io) {
        return io;
      }
    }
    String message = e.getMessage() == null ? "" : e.getMessage().lines().findFirst().orElse("");
    return new Failure(
        Failure.Kind.INCOMPLETE,
        "the answer to " + what + " " + complaint + " (" + message + ")",
        e);
  }

  private static XMLInputFactory factory() {
    WstxInputFactory factory = new WstxInputFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, false);
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false); // XmlNames resolves them
    factory.setProperty(WstxInputProperties.P_MAX_CHARACTERS, Long.MAX_VALUE);
    factory.setProperty(
        WstxInputProperties.P_LAZY_PARSING, false); // otherwise its errors are unchecked exceptions
    factory.setProperty(WstxInputProperties.P_MAX_ELEMENT_DEPTH, 100);
    factory.setProperty(WstxInputProperties.P_MAX_ELEMENT_COUNT, Long.MAX_VALUE);
    factory.setProperty(WstxInputProperties.P_MAX_TEXT_LENGTH, Integer.MAX_VALUE);
    return factory;
  }
}
