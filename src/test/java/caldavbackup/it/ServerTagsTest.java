package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code make test SERVER=…} chooses tests by their tags: no test that uses a server lacks it. */
class ServerTagsTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter().importPackages(ServerTagsTest.class.getPackageName());

  @ParameterizedTest
  @EnumSource
  void each_test_of_a_server_bears_its_tag(Server server) {
    List<JavaClass> tests = CLASSES.stream().filter(test -> uses(test, server)).toList();
    assertThat(tests).isNotEmpty();
    assertThat(tests).allSatisfy(test -> assertThat(tags(test.reflect())).contains(server.tag()));
  }

  private static boolean uses(JavaClass test, Server server) {
    if (!test.getSimpleName().endsWith("IT")) {
      return false;
    }
    if (test.isAssignableTo(ServerContract.class)) {
      return true;
    }
    return test.getClassHierarchy().stream()
        .flatMap(type -> type.getAccessesFromSelf().stream())
        .anyMatch(access -> isOf(access, server));
  }

  private static boolean isOf(JavaAccess<?> access, Server server) {
    String owner = access.getTargetOwner().getSimpleName();
    return owner.equals("Server") && access.getTarget().getName().equals(server.name())
        || owner.toLowerCase(Locale.ROOT).equals(server.tag() + "server");
  }

  /** Those of the class, of those above it, and of its methods. */
  private static Set<String> tags(Class<?> test) {
    return Stream.concat(Stream.of(test), Arrays.stream(test.getDeclaredMethods()))
        .flatMap(element -> Arrays.stream(element.getAnnotationsByType(Tag.class)))
        .map(Tag::value)
        .collect(Collectors.toSet());
  }
}
