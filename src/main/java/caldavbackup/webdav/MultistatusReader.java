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
 * Reads a multistatus (RFC 4918, section 13) response by response, holding one at a time.
 *
 * <p>An answer that does not end with its closing tag is an error, always: a server or a proxy that
 * cut it off would otherwise pass for an account with fewer events.
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
   * @param in the answer's body, closed by {@link #close()}; one that is not there is a failure
   * @param what what was asked for, for error messages
   * @throws Failure when the answer is no multistatus
   */
  public MultistatusReader(InputStream in, String what) throws IOException {
    this(in, what, null);
  }

  /**
   * Starts to read.
   *
   * @param in the answer's body, closed by {@link #close()}, and when this fails; one that is not
   *     there is a failure
   * @param what was asked, for messages
   * @param contentType the answer's Content-Type, or null
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
      throw unreadable(e, "is no WebDAV answer: is this a CalDAV location?");
    } finally {
      if (!begun) {
        closeQuietly(in); // it holds a connection
      }
    }
  }

  private static void closeQuietly(InputStream in) {
    try {
      in.close();
    } catch (IOException e) {
      // what is wrong with the answer was said
    }
  }

  /**
   * The next response, or null after the last one, when the closing tag was seen and the stream
   * read to its end.
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
                    .nullOutputStream()); // frees the connection for the next request
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

  /** A response that only its prefix hides is one all the same. */
  private void requireKnown(QName name) throws Failure {
    if (name.getLocalPart().equals("response")) {
      throw Failure.incomplete(
          "the answer to " + what + " has a response whose name is of no known namespace");
    }
  }

  /** How many responses were given so far, one for each href. */
  public long given() {
    return given;
  }

  /** All responses of a small answer, read to its closing tag. */
  public static List<DavResponse> all(InputStream answer, String what) throws IOException {
    return all(answer, what, null);
  }

  /** The same, in the encoding that the Content-Type may tell. */
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

  /** DAV:sync-token (RFC 6578, section 6.4) as far as it was read already, or null. */
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
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false); // XmlNames is
    factory.setProperty(WstxInputProperties.P_MAX_CHARACTERS, Long.MAX_VALUE);
    factory.setProperty(WstxInputProperties.P_LAZY_PARSING, false); // else it fails unchecked
    factory.setProperty(WstxInputProperties.P_MAX_ELEMENT_DEPTH, 100);
    factory.setProperty(WstxInputProperties.P_MAX_ELEMENT_COUNT, Long.MAX_VALUE);
    factory.setProperty(WstxInputProperties.P_MAX_TEXT_LENGTH, Integer.MAX_VALUE);
    return factory;
  }
}
