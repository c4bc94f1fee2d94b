package caldavbackup.lying;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The properties of a {@link World}'s resources, as elements by {@code {namespace}name}. */
final class Properties {
  private static final String DAV = "{DAV:}";
  private static final String CALDAV = "{urn:ietf:params:xml:ns:caldav}";
  private static final String SERVER = "{http://calendarserver.org/ns/}";
  private static final Map<String, String> OTHERS =
      Map.of(
          World.HOME + "inbox/", "<d:collection/><c:schedule-inbox/>",
          World.HOME + "outbox/", "<d:collection/><c:schedule-outbox/>",
          World.HOME + "notifications/", "<d:collection/><s:notification/>");

  private final World world;

  Properties(World world) {
    this.world = world;
  }

  /** Every collection that there is. */
  List<String> collections() {
    List<String> all = new ArrayList<>(List.of("/", World.PRINCIPAL, World.HOME));
    if (world.traits().hasOtherHome) {
      all.add(World.OTHER_HOME);
    }
    all.addAll(OTHERS.keySet().stream().sorted().toList());
    all.addAll(world.folders());
    all.addAll(world.calendars().keySet());
    return all;
  }

  /** Those of a resource, null when it is not there. */
  Map<String, String> of(String path) {
    String collection = path.endsWith("/") ? path : path + "/";
    Map<String, String> all = new LinkedHashMap<>();
    World.Calendar calendar = world.calendars().get(collection);
    if (calendar != null) {
      types(all, "<d:collection/><c:calendar/>");
      all.put(DAV + "owner", link("d:owner", World.PRINCIPAL));
      all.putAll(calendar.properties);
      String revision = world.revision(calendar);
      if (revision != null) {
        all.put(SERVER + "getctag", "<s:getctag>" + revision + "</s:getctag>");
      }
    } else if (OTHERS.containsKey(collection) || world.folders().contains(collection)) {
      types(all, OTHERS.getOrDefault(collection, "<d:collection/>"));
    } else if (collection.equals(World.PRINCIPAL)) {
      types(all, "<d:principal/>");
      String homes = link("c:calendar-home-set", World.HOME);
      if (world.traits().hasOtherHome) {
        homes =
            homes.replace(
                "</c:", "<d:href>" + TruthServer.href(World.OTHER_HOME) + "</d:href></c:");
      }
      all.put(CALDAV + "calendar-home-set", homes);
    } else if (collections().contains(collection)) {
      types(all, "<d:collection/>");
    } else {
      return object(path);
    }
    all.put(DAV + "current-user-principal", link("d:current-user-principal", World.PRINCIPAL));
    return all;
  }

  private Map<String, String> object(String path) {
    World.Calendar calendar = world.calendars().get(TruthServer.parent(path));
    World.Stored object = calendar == null ? null : calendar.objects.get(TruthServer.name(path));
    if (object == null) {
      return null;
    }
    Map<String, String> all = new LinkedHashMap<>();
    types(all, "");
    String etag = world.etag(object);
    if (etag != null) {
      all.put(DAV + "getetag", "<d:getetag>" + Multistatus.escape(etag) + "</d:getetag>");
    }
    if (world.traits().lengths) {
      all.put(
          DAV + "getcontentlength",
          "<d:getcontentlength>" + object.bytes().length + "</d:getcontentlength>");
    }
    all.put(
        DAV + "getlastmodified",
        "<d:getlastmodified>" + world.modified(object) + "</d:getlastmodified>");
    return all;
  }

  private static void types(Map<String, String> all, String types) {
    all.put(DAV + "resourcetype", "<d:resourcetype>" + types + "</d:resourcetype>");
  }

  private static String link(String element, String path) {
    return "<" + element + "><d:href>" + TruthServer.href(path) + "</d:href></" + element + ">";
  }
}
