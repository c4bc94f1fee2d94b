package caldavbackup.webdav;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.namespace.QName;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Names of elements and attributes (Namespaces in XML 1.0) of a reader that knows no namespaces.
 *
 * <p>A prefix that nobody declared gets a namespace of its own: a parser that knows namespaces
 * makes the whole answer an error for it, and most often it stands in a property that nobody needs.
 */
final class XmlNames {
  private static final String UNDECLARED = "undeclared-prefix:";
  private static final String DECLARES = "xmlns";

  /** An answer has a few dozen; a hostile one gets no more memory. */
  private static final int MAX_NAMES = 1000;

  private final XMLStreamReader xml;
  private final Deque<Map<String, String>> scopes = new ArrayDeque<>();
  private final Map<String, QName> names = new HashMap<>();
  private Map<String, String> known;

  /** Names of what the reader will stand on. */
  XmlNames(XMLStreamReader xml) {
    this.xml = xml;
    scopes.push(
        Map.of("", XMLConstants.NULL_NS_URI, XMLConstants.XML_NS_PREFIX, XMLConstants.XML_NS_URI));
  }

  /** The element that begins here; {@link #end()} is due at its end. */
  QName begin() {
    Map<String, String> outer = scopes.peek();
    Map<String, String> scope = outer;
    for (int i = 0; i < xml.getAttributeCount(); i++) {
      String name = xml.getAttributeLocalName(i);
      if (isDeclaration(name)) {
        scope = scope == outer ? new HashMap<>(outer) : scope;
        scope.put(
            name.equals(DECLARES) ? "" : name.substring(DECLARES.length() + 1),
            xml.getAttributeValue(i));
      }
    }
    scopes.push(scope);
    if (scope != known || names.size() == MAX_NAMES) {
      known = scope;
      names.clear();
    }
    return names.computeIfAbsent(xml.getLocalName(), raw -> name(raw, known.get("")));
  }

  /** The element ends here. */
  void end() {
    scopes.pop();
  }

  /** The attribute's name; null when it declares a prefix. */
  QName attribute(int index) {
    String name = xml.getAttributeLocalName(index);
    return isDeclaration(name) ? null : name(name, XMLConstants.NULL_NS_URI);
  }

  private static boolean isDeclaration(String name) {
    return name.equals(DECLARES) || name.startsWith("xmlns:");
  }

  private QName name(String raw, String noPrefix) {
    int colon = raw.indexOf(':');
    if (colon < 0) {
      return new QName(noPrefix, raw);
    }
    String prefix = raw.substring(0, colon);
    String namespace = scopes.peek().get(prefix);
    return new QName(namespace == null ? UNDECLARED + prefix : namespace, raw.substring(colon + 1));
  }

  /** Whether the name has a prefix that nobody declared. */
  static boolean isUndeclared(QName name) {
    return name.getNamespaceURI().startsWith(UNDECLARED);
  }

  /** The reader behind it. */
  XMLStreamReader xml() {
    return xml;
  }

  /** What the reader stands on next. */
  int next() throws XMLStreamException {
    return xml.next();
  }
}
