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
 * Resolves names of elements and attributes (Namespaces in XML 1.0) for a reader that ignores
 * namespaces.
 *
 * <p>An undeclared prefix gets a namespace of its own. A namespace-aware parser would reject the
 * whole answer, although the prefix usually occurs in a property that the backup does not use.
 */
final class XmlNames {
  private static final String UNDECLARED = "undeclared-prefix:";
  private static final String DECLARES = "xmlns";

  /** Real answers have a few dozen names. The limit bounds the memory for hostile ones. */
  private static final int MAX_NAMES = 1000;

  private final XMLStreamReader xml;
  private final Deque<Map<String, String>> scopes = new ArrayDeque<>();
  private final Map<String, QName> names = new HashMap<>();
  private Map<String, String> known;

  /** Resolves names for this reader. */
  XmlNames(XMLStreamReader xml) {
    this.xml = xml;
    scopes.push(
        Map.of("", XMLConstants.NULL_NS_URI, XMLConstants.XML_NS_PREFIX, XMLConstants.XML_NS_URI));
  }

  /** Enters the current element and returns its name. Call {@link #end()} at its end. */
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

  /** Leaves the current element. */
  void end() {
    scopes.pop();
  }

  /** The name of an attribute of the current element; null for a namespace declaration. */
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

  /** Returns whether the prefix of the name is undeclared. */
  static boolean isUndeclared(QName name) {
    return name.getNamespaceURI().startsWith(UNDECLARED);
  }

  /** The underlying reader. */
  XMLStreamReader xml() {
    return xml;
  }

  /** Moves to the next event and returns its type. */
  int next() throws XMLStreamException {
    return xml.next();
  }
}
