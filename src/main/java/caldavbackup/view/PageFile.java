package caldavbackup.view;

import caldavbackup.text.Failure;
import caldavbackup.text.OwnerOnly;
import caldavbackup.text.Reason;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;

/**
 * The file of a page. It is readable only by its owner and replaced as a whole. It never replaces a
 * file of another kind, and is never inside the backup, where a restore would read it.
 */
final class PageFile {
  private static final String MARK = "<meta name=\"generator\" content=\"caldav view\">";
  private static final int HEAD = 512;

  private final Path file;

  private PageFile(Path file) {
    this.file = file;
  }

  /**
   * Checks the path of a page.
   *
   * @param folder the backup, which exists
   * @param given null for the backup's name in the current directory
   * @throws Failure when the page cannot be written there; the sentence says why
   */
  static PageFile of(Path folder, Path given) throws Failure {
    Path file =
        (given == null ? Path.of(name(folder) + ".html") : given).toAbsolutePath().normalize();
    Path parent = file.getParent();
    if (parent == null || Files.isDirectory(file)) {
      throw Failure.option("PAGE.html is the folder " + file + ", give the name of a file");
    }
    if (!Files.isDirectory(parent)) {
      throw Failure.option("there is no folder " + parent + " for the page");
    }
    try {
      if (parent.toRealPath().startsWith(folder.toRealPath())) {
        throw Failure.option(
            "the page must not be inside the backup, because a restore would read it: give"
                + " another PAGE.html than "
                + file);
      }
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !isPage(file)) {
        throw Failure.option(
            file + " already exists and was not made by caldav view: give another PAGE.html");
      }
    } catch (Failure e) {
      throw e;
    } catch (IOException e) {
      throw new Failure(Failure.Kind.OPTION, file + " cannot be used: " + Reason.of(e), e);
    }
    return new PageFile(file);
  }

  private static String name(Path folder) {
    Path last = folder.toAbsolutePath().normalize().getFileName();
    return last == null ? "calendars" : last.toString();
  }

  private static boolean isPage(Path file) throws IOException {
    if (!Files.isRegularFile(file)) { // a pipe would never end
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(HEAD), StandardCharsets.UTF_8).contains(MARK);
    }
  }

  /**
   * Writes the page.
   *
   * @return its path
   * @throws Failure when it cannot be written; an earlier page stays unchanged
   */
  Path write(ViewPage.Data page) throws Failure {
    Path temporary = null;
    try {
      temporary = Files.createTempFile(file.getParent(), ".caldav-view", ".tmp", ownerOnly());
      try (Writer out =
          new BufferedWriter(
              new OutputStreamWriter(Files.newOutputStream(temporary), StandardCharsets.UTF_8))) {
        page.writeTo(out);
      }
      OwnerOnly.replace(temporary, file);
      temporary = null;
      return file;
    } catch (Failure e) {
      throw e;
    } catch (IOException | UncheckedIOException e) {
      throw new Failure(Failure.Kind.INTERNAL, file + " cannot be written: " + Reason.of(e), e);
    } finally {
      delete(temporary);
    }
  }

  private FileAttribute<?>[] ownerOnly() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {OwnerOnly.FILE}
        : new FileAttribute<?>[0];
  }

  private static void delete(Path temporary) {
    try {
      if (temporary != null) {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      // the first failure is reported
    }
  }
}
