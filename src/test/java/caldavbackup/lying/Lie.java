package caldavbackup.lying;

import static caldavbackup.lying.Asked.GET;
import static caldavbackup.lying.Asked.HOME;
import static caldavbackup.lying.Asked.LISTING;
import static caldavbackup.lying.Asked.MULTIGET;
import static caldavbackup.lying.Asked.OTHER;
import static caldavbackup.lying.Asked.QUERY;
import static caldavbackup.lying.Asked.SYNC;
import static caldavbackup.lying.Asked.TOKEN;

import java.util.EnumSet;
import java.util.Set;

/**
 * The table of lies: what a server, or something before it, does to an answer.
 *
 * <p>A mild one a client has to live with; after any other it may fail, but not in silence.
 */
enum Lie {
  REPEATED_RESPONSE(Kind.MILD, Responses::repeated),
  HREF_WHOLE(Kind.MILD, HrefForms::whole),
  HREF_OTHER_ORIGIN(Kind.MILD, HrefForms::otherOrigin),
  HREF_RAW(Kind.MILD, HrefForms::raw),
  HREF_DOUBLED_SLASHES(Kind.MILD, HrefForms::doubledSlashes),
  HREF_LAST_SLASH(Kind.MILD, HrefForms::lastSlash),
  HREF_LOWER_CASE_CODES(Kind.MILD, HrefForms::lowerCaseCodes),
  HREF_EVERYTHING_ENCODED(Kind.MILD, HrefForms::everythingEncoded),
  BYTE_ORDER_MARK(Kind.MILD, XmlForms::byteOrderMark),
  BLANK_LINES_BEFORE(Kind.MILD, XmlForms::blankLines),
  TEXT_BEFORE(Kind.MILD, XmlForms::textBefore),
  COMMENT_AFTER(Kind.MILD, XmlForms::commentAfter),
  OTHER_ENCODING(Kind.MILD, XmlForms::otherEncoding),
  UNDECLARED_PREFIX(Kind.MILD, XmlForms::undeclaredPrefix),
  STATUS_WITHOUT_VERSION(Kind.MILD, XmlForms::statusWithoutVersion),
  OK_FOR_MULTISTATUS(Kind.MILD, Whole::ok),
  NO_LENGTH(Kind.MILD, Whole::noLength),
  DROPPED_FROM_MULTIGET(Kind.MILD, Responses::dropped, MULTIGET),
  NO_DATA_IN_MULTIGET(Kind.MILD, Responses::withoutData, MULTIGET),

  /** Of the line, not of the server: asked again, all is well. */
  BROKEN_OFF(Kind.PASSING, Whole::brokenOff),
  BUSY(Kind.PASSING, Whole::busy),
  TOKEN_DIES(Kind.PASSING, Whole::tokenDies),
  GET_CUT(Kind.PASSING, Whole::cut, GET),
  GET_EMPTY(Kind.PASSING, Whole::empty, GET),
  GET_A_PAGE(Kind.PASSING, Whole::page, GET),

  CUT(Kind.HOSTILE, Whole::cut),
  EMPTY(Kind.HOSTILE, Whole::empty),
  NO_CONTENT(Kind.HOSTILE, Whole::noContent),
  PAGE(Kind.HOSTILE, Whole::page),
  REDIRECTED_TO_PAGE(Kind.HOSTILE, Whole::redirect),
  JSON(Kind.HOSTILE, Whole::json),
  STATUS(Kind.HOSTILE, Whole::status),
  RESPONSE_STATUS(Kind.HOSTILE, Responses::status),
  PROPSTAT_STATUS(Kind.HOSTILE, Responses::propstatStatus),
  PROPERTY_STATUS(Kind.HOSTILE, Responses::propertyStatus, HOME),
  NO_RESPONSES(Kind.HOSTILE, Responses::none),
  ONLY_ITSELF(Kind.HOSTILE, Responses::onlyItself, LISTING),
  ANOTHER_OBJECT(Kind.HOSTILE, Whole::another, GET),
  ANOTHER_ANSWER(Kind.HOSTILE, Whole::another, HOME, LISTING, SYNC, QUERY, MULTIGET),
  ANOTHER_OBJECTS_DATA(Kind.HOSTILE, Responses::anotherData, MULTIGET),
  CUT_DATA(Kind.HOSTILE, Responses::cutData, MULTIGET),
  CALENDAR_DROPPED(Kind.HOSTILE, Responses::calendarDropped, HOME),
  UNAUTHORIZED(Kind.HOSTILE, Whole::unauthorized),
  NO_TOKEN(Kind.HOSTILE, Whole::noToken, TOKEN),
  DROPPED_CONNECTION(Kind.HOSTILE, Whole::droppedConnection);

  /** What a client is expected to make of it. */
  enum Kind {
    /** It changes nothing of what is said. */
    MILD,
    /** Told once for a request, it must not matter. */
    PASSING,
    /** Told again and again, it may be the end; once, too. */
    HOSTILE
  }

  /** Spoils an answer, or gives null when there is nothing in it to spoil. */
  interface Spoiler {
    Answer spoil(Telling telling, Answer truth);
  }

  private final Kind kind;
  private final Spoiler spoiler;
  private final Set<Asked> about;

  Lie(Kind kind, Spoiler spoiler) {
    this.kind = kind;
    this.spoiler = spoiler;
    this.about = EnumSet.complementOf(EnumSet.of(OTHER, TOKEN));
  }

  Lie(Kind kind, Spoiler spoiler, Asked first, Asked... more) {
    this.kind = kind;
    this.spoiler = spoiler;
    this.about = EnumSet.of(first, more);
  }

  Kind kind() {
    return kind;
  }

  /** What it is told about. */
  Set<Asked> about() {
    return about;
  }

  /** The answer with the lie in it; null when it cannot be told here. */
  Answer told(Telling telling, Answer truth) {
    return spoiler.spoil(telling, truth);
  }

  /** Whether it leaves less of a listing's word on an object than the truth does. */
  boolean takesWords() {
    return this == PROPSTAT_STATUS || this == RESPONSE_STATUS;
  }
}
