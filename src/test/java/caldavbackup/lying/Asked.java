package caldavbackup.lying;

import caldavbackup.lying.Loopback.Request;

/** What a request is for, as far as the server can tell. */
enum Asked {
  /** PROPFIND Depth 0 of a collection, or a well-known address: where are the calendars? */
  DISCOVERY,
  /** PROPFIND Depth 1 of what is no calendar. */
  HOME,
  /** PROPFIND of the names, or of the values, of properties that only their owner knows. */
  NAMES,
  /** PROPFIND Depth 1 of a calendar. */
  LISTING,
  SYNC,
  QUERY,
  MULTIGET,
  /** PROPFIND Depth 0 of an object: is it there? */
  LOOK,
  GET,
  TOKEN,
  OTHER;

  static Asked of(Request request, World world) {
    String path = TruthServer.located(request.path());
    String body = request.text();
    if (path.equals("/token")) {
      return TOKEN;
    }
    boolean isCalendar = world.calendars().containsKey(path.endsWith("/") ? path : path + "/");
    boolean isObject = world.calendars().containsKey(TruthServer.parent(path)) && !isCalendar;
    return switch (request.method()) {
      case "GET" -> isObject ? GET : OTHER;
      case "REPORT" ->
          body.contains("calendar-multiget")
              ? MULTIGET
              : body.contains("sync-collection") ? SYNC : QUERY;
      case "PROPFIND" -> {
        if (isObject) {
          yield LOOK;
        }
        if (!body.contains("resourcetype")) {
          yield NAMES;
        }
        boolean isDeep = "1".equals(request.header("Depth"));
        yield !isDeep ? DISCOVERY : isCalendar && body.contains("getetag") ? LISTING : HOME;
      }
      default -> OTHER;
    };
  }

  /** Whether its answer names objects of a calendar. */
  boolean isOfObjects() {
    return this == LISTING || this == SYNC || this == QUERY || this == MULTIGET;
  }
}
