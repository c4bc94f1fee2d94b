package com.example.fleet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.Header;

/** Bean {@code folder}: what the component {@code file:} does not do for a folder that is the sink. */
public final class FolderStore {
  private final Path root;

  /** The folder that the properties name. */
  public FolderStore(Settings settings) {
    root = Path.of(settings.text("fleet.folder")).toAbsolutePath().normalize();
  }

  /** The bytes of a file; null when there is none. */
  public byte[] read(@Header("key") String key) throws IOException {
    try {
      return Files.readAllBytes(file(key));
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /** Deletes a file, if it is there. */
  public void delete(@Header("key") String key) throws IOException {
    Files.deleteIfExists(file(key));
  }

  /** The texts of all files in a folder. */
  public List<String> texts(@Header("key") String key) throws IOException {
    List<String> texts = new ArrayList<>();
    Path folder = file(key);
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.sorted().toList()) {
          texts.add(Files.readString(file));
        }
      }
    }
    return texts;
  }

  private Path file(String key) {
    Path file = root.resolve(key).normalize();
    if (!file.startsWith(root)) {
      throw new IllegalArgumentException(key + " leads out of the sink");
    }
    return file;
  }
}
