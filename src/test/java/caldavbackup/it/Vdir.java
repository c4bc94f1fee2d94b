package caldavbackup.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Looks into a folder that a backup filled. */
final class Vdir {
  private Vdir() {}

  /** A file's bytes in the form in which {@link DavClient} gives an object's. */
  static String content(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The contents of the files of this ending. */
  static List<String> contents(Path directory, String ending) throws IOException {
    try (Stream<Path> list = Files.list(directory)) {
      return list.filter(file -> file.toString().endsWith(ending)).map(Vdir::content).toList();
    }
  }

  /** Name and text of the objects in a calendar's directory. */
  static Map<String, String> objects(Path directory) throws IOException {
    Map<String, String> objects = new TreeMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.ics")) {
      for (Path file : files) {
        objects.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return objects;
  }

  /** Name and content of every file, with the account's home taken out of the identity. */
  static Map<String, String> files(Path directory, Side side) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> list = Files.list(directory)) {
      list.forEach(
          file ->
              files.put(
                  file.getFileName().toString(),
                  content(file).replace("\"" + side.home(), "\"HOME/")));
    }
    return files;
  }

  /** The names of the directories in it. */
  static List<String> directories(Path folder) throws IOException {
    try (Stream<Path> list = Files.list(folder)) {
      return list.filter(Files::isDirectory).map(path -> path.getFileName().toString()).toList();
    }
  }
}
