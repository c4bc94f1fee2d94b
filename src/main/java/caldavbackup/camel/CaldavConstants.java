package caldavbackup.camel;

/**
 * Names of the exchange properties and headers of the routes. docs/routes.md lists which route uses
 * which.
 */
public final class CaldavConstants {
  /** Exchange property: the {@code Account} for all requests of the exchange. */
  public static final String ACCOUNT = "CamelCaldavAccount";

  /**
   * Exchange property: the {@code Run} of the exchange. {@code direct:caldav-discover} begins one.
   */
  public static final String RUN = "CamelCaldavRun";

  /** Exchange property: the {@link RunProgress} that receives the progress of the run; optional. */
  public static final String PROGRESS = "CamelCaldavProgress";

  /**
   * Exchange property: the number of objects in the calendar that was listed last, a {@code Long}.
   */
  public static final String LISTED = "CamelCaldavListed";

  /** Exchange property: the {@code HttpAnswer} to the last request. */
  public static final String ANSWER = "CamelCaldavAnswer";

  /**
   * Exchange property: the endpoint to which {@code direct:caldav-backup} delivers objects, instead
   * of {@code caldav.backup.to}.
   */
  public static final String BACKUP_TO = "CamelCaldavBackupTo";

  /**
   * Exchange property: the endpoint from which {@code direct:caldav-restore} gets the bytes of the
   * objects of a manifest, instead of {@code caldav.restore.from}.
   */
  public static final String RESTORE_FROM = "CamelCaldavRestoreFrom";

  /**
   * Exchange property: the endpoint to which {@code direct:caldav-backup} sends the manifest of
   * each calendar, instead of {@code caldav.manifest.to}.
   */
  public static final String MANIFEST_TO = "CamelCaldavManifestTo";

  /**
   * Exchange property: the endpoint to which {@code direct:caldav-backup} sends the status of the
   * run, instead of {@code caldav.status.to}.
   */
  public static final String STATUS_TO = "CamelCaldavStatusTo";

  /**
   * Exchange property: the state store, a {@code StateRepository<String, String>} or its name in
   * the registry, instead of {@code caldav.state}.
   */
  public static final String STATE = "CamelCaldavState";

  /**
   * Exchange property: true if {@code direct:caldav-list} may use the stored listing of an
   * unchanged calendar.
   */
  public static final String KEEP_LISTINGS = "CamelCaldavKeepListings";

  /**
   * Exchange property: the {@code Secret} that signs a request in, a bearer token (RFC 6750).
   * {@code direct:caldav-oauth2} sets it.
   */
  public static final String TOKEN = "CamelCaldavToken";

  /**
   * Exchange property: the {@code Secret} that the server refused for the current request. Another
   * one is then tried once.
   */
  public static final String TOKEN_REFUSED = "CamelCaldavTokenRefused";

  /** Exchange property: true if the current request was not sent for lack of a token. */
  public static final String TOKEN_MISSING = "CamelCaldavTokenMissing";

  /**
   * Exchange property: a {@code TokenSource}, or its name in the registry, that supplies access
   * tokens instead of the account's options.
   */
  public static final String TOKEN_SOURCE = "CamelCaldavTokenSource";

  /** Exchange property: the {@code Processor} to which the {@link SenderSink} passes results. */
  public static final String TAKER = "CamelCaldavTaker";

  /** Exchange property: the {@code Conversation} that {@code direct:caldav-converse} runs. */
  public static final String CONVERSATION = "CamelCaldavConversation";

  /** Exchange property: the {@code Discovery}, in progress or complete. */
  public static final String DISCOVERY = "CamelCaldavDiscovery";

  /** Exchange property: the current {@code Listing}. */
  public static final String LISTING = "CamelCaldavListing";

  /** Exchange property: the {@code CalendarStatistics} of the calendar that is checked. */
  public static final String STATISTICS = "CamelCaldavStatistics";

  /** Exchange property: the {@code Calendar} that exists at a URL; absent if none exists. */
  public static final String THERE = "CamelCaldavThere";

  /** Exchange property: the {@code StorePlace} for an object; optional. */
  public static final String PLACE = "CamelCaldavPlace";

  /** Exchange property: set if the object was not written, because an existing one stays. */
  public static final String STAYED = "CamelCaldavStayed";

  /** Exchange property: the current {@code BackupRun}. */
  public static final String BACKUP = "CamelCaldavBackup";

  /** Exchange property: the endpoint of a host that receives the message. */
  public static final String TO = "CamelCaldavTo";

  /** Exchange property: the members that one request reads ahead. */
  public static final String READ_AHEAD = "CamelCaldavReadAhead";

  /** Exchange property: the {@code CalendarPlan} that is examined or carried out. */
  public static final String CALENDAR_PLAN = "CamelCaldavCalendarPlan";

  /** Exchange property: the {@code Decision} that {@code direct:caldav-write} carries out. */
  public static final String DECISION = "CamelCaldavDecision";

  /** Exchange property: the objects that are written together. */
  public static final String WRITE_BATCH = "CamelCaldavWriteBatch";

  /** Exchange property: the {@code MissingObjects} to look for. */
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

  /** Header: the {@code AnswerProof} that an answer must pass. */
  public static final String PROOF = "CamelCaldavProof";

  /**
   * Header: true if the answer is read while it arrives. Any other answer is read to its end inside
   * the door, so that a broken one is requested again.
   */
  public static final String STREAMED = "CamelCaldavStreamed";

  /**
   * Header: the {@code Calendar} of an object. In messages to and from a host it is text: the name
   * of the calendar's directory, as in a snapshot.
   */
  public static final String CALENDAR = "CamelCaldavCalendar";

  /** Header of messages to a host: the path of the calendar on its server. */
  public static final String CALENDAR_HREF = "CamelCaldavCalendarHref";

  /**
   * Header of messages to a host: {@code directory/file} of an object as in a snapshot; unique in
   * the account, and safe in a file system.
   */
  public static final String PATH = "CamelCaldavPath";

  /** Header of messages to a host: the account without secrets, {@code user@host/path}. */
  public static final String ORIGIN = "CamelCaldavOrigin";

  /** Header of messages to a host: the ID of the run that sends it, a UUID. */
  public static final String RUN_ID = "CamelCaldavRunId";

  /** Header of messages to a host: {@code object}, {@code manifest} or {@code status}. */
  public static final String KIND = "CamelCaldavKind";

  /**
   * Header of an object for a host: {@code created}, {@code updated} or {@code deleted}; absent
   * without a state store.
   */
  public static final String CHANGE = "CamelCaldavChange";

  /** Header of an object for a host: getlastmodified as the server wrote it. */
  public static final String LAST_MODIFIED = "CamelCaldavLastModified";

  /**
   * Header of a manifest or status: {@code true} if nothing is missing, otherwise {@code false}.
   */
  public static final String COMPLETE = "CamelCaldavComplete";

  /** Header: the href of the object, as the server wrote it. */
  public static final String HREF = "CamelCaldavHref";

  /** Header: the ETag of the object, as the server wrote it. */
  public static final String ETAG = "CamelCaldavEtag";

  /** Header: the UID in the object. */
  public static final String UID = "CamelCaldavUid";

  /** Header: the name of an object: the last segment of its href, decoded. */
  public static final String NAME = "CamelCaldavName";

  /**
   * Header: {@code true} if the object was deleted on the server after it was listed; otherwise
   * absent.
   */
  public static final String GONE = "CamelCaldavGone";

  /** Header: the reason why an object could not be read; its body is then null. */
  public static final String ERROR = "CamelCaldavError";

  private CaldavConstants() {}
}
