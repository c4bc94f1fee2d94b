package caldavbackup.text;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where this program keeps what is its user's alone (XDG Base Directory Specification): a folder
 * {@code caldav-backup} that nobody else may read.
 */
public enum UserFolder {
  /** What may be lost at any time. */
  CACHE("XDG_CACHE_HOME", ".cache"),
  /** What the user writes himself. */
  CONFIG("XDG_CONFIG_HOME", ".config"),
  /** What is worth keeping, and belongs to this machine. */
  STATE("XDG_STATE_HOME", ".local/state");

  private final String variable;
  private final String inHome;

  UserFolder(String variable, String inHome) {
    this.variable = variable;
    this.inHome = inHome;
  }

  /**
   * Makes the folder unless it is there.
   *
   * @throws IOException when that cannot be, or nobody says where the user's home is
   */
  public Path make() throws IOException {
    Path folder = place(System.getenv());
    if (folder == null) {
      throw new IOException("neither " + variable + " nor HOME is set");
    }
    OwnerOnly.makeFolder(folder);
    return folder;
  }

  /** Where it is, made or not; null when nobody says. */
  public Path place() {
    return place(System.getenv());
  }

  /** Where it is, null when nobody says. */
  Path place(Map<String, String> environment) {
    Path base = absolute(environment.get(variable));
    if (base == null) {
      Path home = absolute(environment.getOrDefault("HOME", System.getProperty("user.home")));
      base = home == null ? null : home.resolve(inHome);
    }
    return base == null ? null : base.resolve("caldav-backup");
  }

  /** The specification has relative paths ignored. */
  private static Path absolute(String path) {
    boolean isAbsolute = path != null && !path.isEmpty() && Path.of(path).isAbsolute();
    return isAbsolute ? Path.of(path) : null;
  }
}
