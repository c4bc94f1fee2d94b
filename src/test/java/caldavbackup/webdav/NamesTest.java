package caldavbackup.webdav;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import javax.xml.namespace.QName;
import org.junit.jupiter.api.Test;

class NamesTest {
  @Test
  void every_name_is_there_once_and_in_a_namespace() throws IllegalAccessException {
    List<QName> names = new ArrayList<>();
    for (Field field : Names.class.getDeclaredFields()) {
      if (Modifier.isStatic(field.getModifiers()) && field.get(null) instanceof QName name) {
        names.add(name);
      }
    }
    assertThat(names).doesNotHaveDuplicates().hasSizeGreaterThan(20);
    assertThat(names).allSatisfy(name -> assertThat(name.getNamespaceURI()).isNotEmpty());
  }

  @Test
  void the_namespaces_are_those_of_the_standards() {
    assertThat(Names.MULTISTATUS).isEqualTo(new QName("DAV:", "multistatus"));
    assertThat(Names.CALENDAR_DATA)
        .isEqualTo(new QName("urn:ietf:params:xml:ns:caldav", "calendar-data"));
    assertThat(Names.CALENDAR_COLOR)
        .isEqualTo(new QName("http://apple.com/ns/ical/", "calendar-color"));
  }
}
