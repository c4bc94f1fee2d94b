package caldavbackup.dav;

import caldavbackup.account.Failure;
import com.ctc.wstx.api.WstxInputProperties;
import com.ctc.wstx.stax.WstxInputFactory;
import java.io.Closeable;
import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
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
final class MultistatusReader implements Closeable {
  private static final XMLInputFactory XML = factory();

  private final InputStream in;
  private final String what;
  private final XMLStreamReader xml;
  private boolean ended;

  /**
   * Starts to read.
   *
   * @param in the answer's body, closed by {@link #close()}
   * @param what what was asked for, for error messages
   * @throws Failure when the answer is no multistatus
   */
  MultistatusReader(InputStream in, String what) throws IOException {
    this.in = in;
    this.what = what;
    try {
      xml = XML.createXMLStreamReader(new XmlCharacters(utf8(in)));
      while (xml.next() != XMLStreamConstants.START_ELEMENT) {
        // prolog
      }
    } catch (XMLStreamException e) {
      throw unreadable(e, "is no WebDAV answer: is this a CalDAV location?");
    }
    if (!xml.getName().equals(Names.MULTISTATUS)) {
      throw new Failure(
          Failure.Kind.SERVER,
          "the answer to "
              + what
              + " is "
              + xml.getLocalName()
              + ", not a WebDAV multistatus: is this a CalDAV location?");
    }
  }

  /**
   * The next response, or null after the last one, when the closing tag was seen and the stream
   * read to its end.
   *
   * @throws Failure when the answer ends before its closing tag
   */
  DavResponse next() throws IOException {
    if (ended) {
      return null;
    }
    try {
      while (true) {
        switch (xml.next()) {
          case XMLStreamConstants.START_ELEMENT -> {
            boolean response = xml.getName().equals(Names.RESPONSE);
            Element element = Element.read(xml);
            if (response) {
              return DavResponse.of(element);
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

  private static Reader utf8(InputStream in) {
    // A stray byte inside one object must not make the other objects unreadable: the replacement
    // character marks it.
    return new InputStreamReader(
        in,
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE));
  }

  private static XMLInputFactory factory() {
    WstxInputFactory factory = new WstxInputFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, false);
    factory.setProperty(WstxInputProperties.P_MAX_CHARACTERS, Long.MAX_VALUE);
    factory.setProperty(WstxInputProperties.P_LAZY_PARSING, false); // else it fails unchecked
    factory.setProperty(WstxInputProperties.P_MAX_ELEMENT_DEPTH, 100);
    factory.setProperty(WstxInputProperties.P_MAX_ELEMENT_COUNT, Long.MAX_VALUE);
    factory.setProperty(WstxInputProperties.P_MAX_TEXT_LENGTH, Integer.MAX_VALUE);
    return factory;
  }

  /**
   * Leaves out characters that XML 1.0 forbids (section 2.2) and that servers pass on from their
   * data all the same.
   */
  private static final class XmlCharacters extends FilterReader {
    XmlCharacters(Reader in) {
      super(in);
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
      int n = super.read(buffer, offset, length);
      int kept = 0;
      for (int i = 0; i < n; i++) {
        char c = buffer[offset + i];
        if (c >= 0x20 || c == '\n' || c == '\r' || c == '\t') {
          buffer[offset + kept++] = c;
        }
      }
      return n > 0 && kept == 0 ? read(buffer, offset, length) : n < 0 ? n : kept;
    }
  }
}
