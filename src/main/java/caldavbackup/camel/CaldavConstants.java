package caldavbackup.camel;

/**
 * Names of the exchange properties and headers that the routes read and set; docs/routes.md says
 * which route uses which.
 */
public final class CaldavConstants {
  /** Exchange property: the {@code Account} that every request of the exchange is made for. */
  public static final String ACCOUNT = "CamelCaldavAccount";

  /**
   * Exchange property: the {@code Run} that the exchange is part of; {@code direct:caldav-discover}
   * begins one.
   */
  public static final String RUN = "CamelCaldavRun";

  /** Exchange property: the {@link RunProgress} that hears how far the run is; optional. */
  public static final String PROGRESS = "CamelCaldavProgress";

  /** Exchange property: how many objects the calendar has that was listed last, a {@code Long}. */
  public static final String LISTED = "CamelCaldavListed";

  /** Exchange property: the {@code HttpAnswer} to the last request. */
  public static final String ANSWER = "CamelCaldavAnswer";

  /**
   * Exchange property: the endpoint that {@code direct:caldav-backup} hands each object to, in
   * place of that in {@code caldav.backup.to}.
   */
  public static final String BACKUP_TO = "CamelCaldavBackupTo";

  /**
   * Exchange property: the endpoint that gives {@code direct:caldav-restore} the bytes of each
   * object of a manifest, in place of that in {@code caldav.restore.from}.
   */
  public static final String RESTORE_FROM = "CamelCaldavRestoreFrom";

  /**
   * Exchange property: the endpoint that {@code direct:caldav-backup} sends each calendar's
   * manifest to, in place of that in {@code caldav.manifest.to}.
   */
  public static final String MANIFEST_TO = "CamelCaldavManifestTo";

  /**
   * Exchange property: the endpoint that {@code direct:caldav-backup} sends the status of the run
   * to, in place of that in {@code caldav.status.to}.
   */
  public static final String STATUS_TO = "CamelCaldavStatusTo";

  /**
   * Exchange property: the store of states, a {@code StateRepository<String, String>} or the name
   * of one in the registry, in place of the one that {@code caldav.state} names.
   */
  public static final String STATE = "CamelCaldavState";

  /**
   * Exchange property: true when {@code direct:caldav-list} may use what it listed before of a
   * calendar that did not change since.
   */
  public static final String KEEP_LISTINGS = "CamelCaldavKeepListings";

  /**
   * Exchange property: the {@code Secret} that a request is signed in with, a bearer token (RFC
   * 6750); {@code direct:caldav-oauth2} puts it there.
   */
  public static final String TOKEN = "CamelCaldavToken";

  /**
   * Exchange property: the {@code Secret} that the server did not take for the request under way.
   * Another one is tried then, once.
   */
  public static final String TOKEN_REFUSED = "CamelCaldavTokenRefused";

  /** Exchange property: true when the request under way was not sent, for want of a token. */
  public static final String TOKEN_MISSING = "CamelCaldavTokenMissing";

  /**
   * Exchange property: a {@code TokenSource}, or its name in the registry, that access tokens come
   * from in place of the account's options.
   */
  public static final String TOKEN_SOURCE = "CamelCaldavTokenSource";

  /** Exchange property: the {@code Processor} that the {@link SenderSink} hands results to. */
  public static final String TAKER = "CamelCaldavTaker";

  /** Exchange property: the {@code Conversation} that {@code direct:caldav-converse} runs. */
  public static final String CONVERSATION = "CamelCaldavConversation";

  /** Exchange property: the {@code Discovery} under way, or done. */
  public static final String DISCOVERY = "CamelCaldavDiscovery";

  /** Exchange property: the {@code Listing} under way. */
  public static final String LISTING = "CamelCaldavListing";

  /** Exchange property: the {@code CalendarStatistics} of the calendar that is counted. */
  public static final String STATISTICS = "CamelCaldavStatistics";

  /**
   * Exchange property: the {@code Calendar} at the URL that was looked at; none when nothing is
   * there.
   */
  public static final String THERE = "CamelCaldavThere";

  /** Exchange property: the {@code StorePlace} that an object is to be written to; optional. */
  public static final String PLACE = "CamelCaldavPlace";

  /** Exchange property: set when the object was not written, for one is there and stays. */
  public static final String STAYED = "CamelCaldavStayed";

  /** Exchange property: the {@code BackupRun} under way. */
  public static final String BACKUP = "CamelCaldavBackup";

  /** Exchange property: the endpoint of a host that gets the message. */
  public static final String TO = "CamelCaldavTo";

  /** Exchange property: the members that are read ahead by one request. */
  public static final String READ_AHEAD = "CamelCaldavReadAhead";

  /** Exchange property: the {@code CalendarPlan} that is looked at or carried out. */
  public static final String CALENDAR_PLAN = "CamelCaldavCalendarPlan";

  /** Exchange property: the {@code Decision} that {@code direct:caldav-write} carries out. */
  public static final String DECISION = "CamelCaldavDecision";

  /** Exchange property: the objects that are written together. */
  public static final String WRITE_BATCH = "CamelCaldavWriteBatch";

  /** Exchange property: the {@code MissingObjects} that are looked for. */
  public static final String MISSING = "CamelCaldavMissing";

  /** Header: the request's method, for example {@code PROPFIND}. */
  public static final String METHOD = "CamelCaldavMethod";

  /** Header: the absolute URL of the request, sent exactly as given. */
  public static final String URL = "CamelCaldavUrl";

  /** Header: value of the request header {@code Depth}. */
  public static final String DEPTH = "CamelCaldavDepth";

  /** Header: value of the request header {@code If-None-Match}. */
  public static final String IF_NONE_MATCH = "CamelCaldavIfNoneMatch";

  /** Header: value of the request header {@code If-Match}. */
  public static final String IF_MATCH = "CamelCaldavIfMatch";

  /** Header: value of the request header {@code Content-Type}. */
  public static final String CONTENT_TYPE = "CamelCaldavContentType";

  /** Header: the {@code AnswerProof} that an answer must pass before it counts as one. */
  public static final String PROOF = "CamelCaldavProof";

  /**
   * Header: true when the answer is read while it arrives. Any other is read to its end at the
   * door, so that one that breaks off is asked for again.
   */
  public static final String STREAMED = "CamelCaldavStreamed";

  /**
   * Header: the {@code Calendar} that an object belongs to. In messages to a host, and from one, it
   * is text: the name of the calendar's directory, as in a snapshot.
   */
  public static final String CALENDAR = "CamelCaldavCalendar";

  /** Header of messages to a host: the path of the calendar at its server. */
  public static final String CALENDAR_HREF = "CamelCaldavCalendarHref";

  /**
   * Header of messages to a host: {@code directory/file} of an object as in a snapshot, unique in
   * the account and safe in a file system.
   */
  public static final String PATH = "CamelCaldavPath";

  /** Header of messages to a host: the account without secrets, {@code user@host/path}. */
  public static final String ORIGIN = "CamelCaldavOrigin";

  /** Header of messages to a host: the id of the run that sends it, a UUID. */
  public static final String RUN_ID = "CamelCaldavRunId";

  /** Header of messages to a host: {@code object}, {@code manifest} or {@code status}. */
  public static final String KIND = "CamelCaldavKind";

  /**
   * Header of an object for a host: {@code created}, {@code updated} or {@code deleted}; none where
   * no store of states tells.
   */
  public static final String CHANGE = "CamelCaldavChange";

  /** Header of an object for a host: getlastmodified as the server wrote it. */
  public static final String LAST_MODIFIED = "CamelCaldavLastModified";

  /** Header of a manifest or status: {@code true} when nothing is missing, else {@code false}. */
  public static final String COMPLETE = "CamelCaldavComplete";

  /** Header: the object's href as the server gave it. */
  public static final String HREF = "CamelCaldavHref";

  /** Header: the object's ETag as the server gave it. */
  public static final String ETAG = "CamelCaldavEtag";

  /** Header: the UID inside the object. */
  public static final String UID = "CamelCaldavUid";

  /** Header: an object's own name, the last segment of its href, decoded. */
  public static final String NAME = "CamelCaldavName";

  /**
   * Header: {@code true} when the object was deleted on the server after it was listed; else there
   * is none.
   */
  public static final String GONE = "CamelCaldavGone";

  /** Header: why an object could not be read; its body is then null. */
  public static final String ERROR = "CamelCaldavError";

  private CaldavConstants() {}
}
