package caldavbackup.text;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * The per-user folders of this program (XDG Base Directory Specification), each named {@code
 * caldav-backup} and readable only by its owner.
 */
public enum UserFolder {
  /** Data that can be recreated at any time. */
  CACHE("XDG_CACHE_HOME", ".cache"),
  /** Files that the user writes. */
  CONFIG("XDG_CONFIG_HOME", ".config"),
  /** Data to keep, specific to this machine. */
  STATE("XDG_STATE_HOME", ".local/state");

  private final String variable;
  private final String inHome;

  UserFolder(String variable, String inHome) {
    this.variable = variable;
    this.inHome = inHome;
  }

  /**
   * Creates the folder unless it exists.
   *
   * @throws IOException when it cannot be created, or the home directory is unknown
   */
  public Path make() throws IOException {
    Path folder = place(System.getenv());
    if (folder == null) {
      throw new IOException("neither " + variable + " nor HOME is set");
    }
    OwnerOnly.makeFolder(folder);
    return folder;
  }

  /** The path of the folder, which may not exist; null if the home directory is unknown. */
  public Path place() {
    return place(System.getenv());
  }

  /** The path in this environment; null if the home directory is unknown. */
  Path place(Map<String, String> environment) {
    Path base = absolute(environment.get(variable));
    if (base == null) {
      Path home = absolute(environment.getOrDefault("HOME", System.getProperty("user.home")));
      base = home == null ? null : home.resolve(inHome);
    }
    return base == null ? null : base.resolve("caldav-backup");
  }

  /** The specification ignores relative paths. */
  private static Path absolute(String path) {
    boolean isAbsolute = path != null && !path.isEmpty() && Path.of(path).isAbsolute();
    return isAbsolute ? Path.of(path) : null;
  }
}
