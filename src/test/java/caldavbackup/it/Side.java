package caldavbackup.it;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One account, as it is seen by others and as it is given to the launcher. */
record Side(DavClient client, String home, String location, List<String> options) {
  /** Runs {@code caldav backup} of this account into a folder. */
  PluginProcess.Run backup(Path folder, String... more) throws Exception {
    return run(List.of("backup", location, folder.toString()), more);
  }

  /** Runs {@code caldav restore} of a folder into this account. */
  PluginProcess.Run restore(Path folder, String... more) throws Exception {
    return run(List.of("restore", folder.toString(), location), more);
  }

  private PluginProcess.Run run(List<String> words, String... more) throws Exception {
    List<String> all = new ArrayList<>(words);
    all.addAll(options);
    all.addAll(List.of(more));
    return PluginProcess.run(all, Map.of());
  }

  /** The same account by another location. */
  Side at(String location) {
    return new Side(client, home, location, options);
  }

  String path(String calendar) {
    return home + DavClient.segment(calendar) + "/";
  }

  /**
   * The path of the object of this name in this calendar, both before the first slash and after.
   */
  String pathOf(String object) {
    int slash = object.indexOf('/');
    return path(object.substring(0, slash)) + DavClient.segment(object.substring(slash + 1));
  }

  /** Decoded name and bytes of every object. */
  Map<String, String> objects(String calendar) {
    return client.objects(path(calendar));
  }

  /** Puts bytes in the form in which {@link #objects} gives them; null, or the refusal. */
  String put(String path, String bytes) {
    return client.put(path, bytes.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Removes every calendar, or at least what is in it. */
  void empty() {
    for (String calendar : client.calendars(home)) {
      client.delete(calendar);
    }
    for (String calendar : client.calendars(home)) { // one that its server does not let go
      client.hrefs(calendar).forEach(client::delete);
    }
  }
}
