package caldavbackup.webdav;

import com.ctc.wstx.stax.WstxOutputFactory;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.namespace.QName;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.XMLStreamWriter;

/**
 * An element of an answer that fits in memory: a property, or the whole response for a resource.
 */
public final class Element {
  /** An object with more characters is read by GET, as a stream. */
  static final int MAX_TEXT = 1 << 20;

  private static final XMLOutputFactory WRITERS = new WstxOutputFactory();

  static {
    WRITERS.setProperty(XMLOutputFactory.IS_REPAIRING_NAMESPACES, true);
  }

  private final QName name;
  private Map<QName, String> attributes = Map.of();
  private List<Element> children = List.of();
  private String text = "";
  private boolean cut;

  private Element(QName name) {
    this.name = name;
  }

  /**
   * Reads the current element up to and including its end tag.
   *
   * <p>Text of more than {@link #MAX_TEXT} characters is skipped; {@link #isCut()} is then true.
   */
  static Element read(XmlNames names) throws XMLStreamException {
    return read(names, new Room());
  }

  /** The limits of one response. Real servers stay far below; they protect against hostile ones. */
  private static final class Room {
    private int elements = 20_000;
    private int characters = 4 * MAX_TEXT;

    void take(int moreElements, int moreCharacters) throws XMLStreamException {
      elements -= moreElements;
      characters -= moreCharacters;
      if (elements < 0 || characters < 0) {
        throw new XMLStreamException("a response is too large");
      }
    }
  }

  private static Element read(XmlNames names, Room room) throws XMLStreamException {
    XMLStreamReader xml = names.xml();
    room.take(1 + xml.getAttributeCount(), 0);
    Element element = new Element(names.begin());
    for (int i = 0; i < xml.getAttributeCount(); i++) {
      QName attribute = names.attribute(i);
      if (attribute != null) {
        element.attributes = element.attributes.isEmpty() ? new HashMap<>(2) : element.attributes;
        element.attributes.put(attribute, xml.getAttributeValue(i));
      }
    }
    StringBuilder more = null;
    while (true) {
      switch (xml.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          element.children = element.children.isEmpty() ? new ArrayList<>(2) : element.children;
          element.children.add(read(names, room));
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
          if (element.text.isEmpty()) {
            room.take(0, xml.getTextLength());
            element.text = xml.getText();
          } else if (!element.cut) {
            room.take(0, xml.getTextLength());
            more = more == null ? new StringBuilder(element.text) : more;
            more.append(xml.getText());
            element.cut = more.length() > MAX_TEXT;
          }
        }
        case XMLStreamConstants.END_ELEMENT -> {
          names.end();
          element.text = element.cut ? "" : more == null ? element.text : more.toString();
          return element;
        }
        default -> {
          // comments and processing instructions carry no data
        }
      }
    }
  }

  /** Returns whether the text was too long to keep. */
  public boolean isCut() {
    return cut;
  }

  public QName name() {
    return name;
  }

  /** The text of the element itself, unchanged. */
  public String text() {
    return text;
  }

  public String attribute(String localName) {
    return attributes.get(new QName(localName));
  }

  public List<Element> children() {
    return children;
  }

  /** Name, texts and attributes of the element and its descendants, for comparison. */
  String says() {
    StringBuilder all = new StringBuilder().append(name).append(attributes).append(text.strip());
    children.forEach(child -> all.append('<').append(child.says()).append('>'));
    return all.toString();
  }

  /** The first child of that name, or null. */
  public Element child(QName child) {
    for (Element element : children) {
      if (element.name.equals(child)) {
        return element;
      }
    }
    return null;
  }

  /** The texts of all children of that name, stripped. */
  public List<String> texts(QName child) {
    List<String> texts = new ArrayList<>(1);
    for (Element element : children) {
      if (element.name.equals(child)) {
        texts.add(element.text.strip());
      }
    }
    return texts;
  }

  /**
   * The element as self-contained XML, in one canonical form. Null if it cannot be reproduced: text
   * between child elements is not kept.
   */
  public String xml() {
    StringWriter out = new StringWriter();
    try {
      XMLStreamWriter writer = WRITERS.createXMLStreamWriter(out);
      boolean whole = write(writer);
      writer.close();
      return whole ? out.toString() : null;
    } catch (XMLStreamException e) {
      return null; // characters that XML forbids
    }
  }

  private boolean write(XMLStreamWriter writer) throws XMLStreamException {
    if (cut || (!children.isEmpty() && !text.isBlank())) {
      return false;
    }
    writer.writeStartElement("", name.getLocalPart(), name.getNamespaceURI());
    List<QName> names =
        attributes.keySet().stream().sorted(Comparator.comparing(QName::toString)).toList();
    for (QName attribute : names) {
      writer.writeAttribute(
          attribute.getNamespaceURI(), attribute.getLocalPart(), attributes.get(attribute));
    }
    boolean whole = true;
    for (Element child : children) {
      whole &= child.write(writer);
    }
    if (children.isEmpty()) {
      writer.writeCharacters(text);
    }
    writer.writeEndElement();
    return whole;
  }
}
