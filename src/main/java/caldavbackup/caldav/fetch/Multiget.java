package caldavbackup.caldav.fetch;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.EtagDigest;
import caldavbackup.caldav.Member;
import caldavbackup.caldav.profile.MultigetSize;
import caldavbackup.http.Retries;
import caldavbackup.text.Failure;
import caldavbackup.webdav.DavResponse;
import caldavbackup.webdav.Element;
import caldavbackup.webdav.Names;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The requests for members of one calendar: which members are outstanding, and what to request
 * next.
 *
 * <p>They are requested by multiget, in parts of a size that the server accepts. A part with a
 * broken answer is requested again; if it fails or breaks again, in two halves, down to single
 * objects. Single objects are left to GET, and so are objects with unproved bytes, and all objects
 * if report after report breaks. Members that an answer omits are requested again once.
 */
final class Multiget {
  private static final Logger LOG = LoggerFactory.getLogger("caldav");

  /** If this many requests in a row time out, the server is down. */
  private static final int MAX_SILENT = 3;

  /** If this many objects in a row break the connection, the others will break it, too. */
  private static final int MAX_BROKEN = 20;

  /** One bad object makes at most ten answers unreadable. After more in a row, GET is faster. */
  private static final int MAX_UNREADABLE = 20;

  /** After this many reports in a row without an answer, each with retries, GET is faster. */
  private static final int MAX_HANG_UPS = 3;

  /** The maximum size of data that wait for the verification of their kind of proof. */
  private static final long MAX_KEPT_BYTES = 4L << 20;

  private static final Set<Integer> UNSUPPORTED = Set.of(405, 415, 501);

  /**
   * The data of one member in an answer.
   *
   * @param data calendar-data, with line ends normalized to LF
   * @param etag the ETag of this data, or null
   * @param length the length of the stored data, or -1
   */
  record Answer(Member member, String data, String etag, long length) {
    /** Returns whether the data are of the listed version. */
    boolean isAsListed() {
      return (member.etag() == null
              || etag == null
              || EtagDigest.isSameVersion(member.etag(), etag))
          && (member.length() < 0 || length < 0 || member.length() == length);
    }
  }

  /**
   * Members of one request.
   *
   * @param again whether an answer omitted them before
   * @param repeated whether an answer for them broke off before
   */
  private record Part(List<Member> members, Halves of, boolean again, boolean repeated) {}

  /** A part that failed and was divided. */
  private static final class Halves {
    private final int size;
    private int worked;

    Halves(int size) {
      this.size = size;
    }
  }

  private final MultigetSize size;
  private final Calendar calendar;
  private final Map<String, Member> owed = new LinkedHashMap<>();
  private final Map<String, Member> byPath = new HashMap<>();
  private final Deque<Part> parts = new ArrayDeque<>();
  private final Map<Member, ExactBytes.Proof> proofs = new LinkedHashMap<>();
  private final Map<Member, byte[]> said = new HashMap<>();
  private final Set<Member> large = new HashSet<>();
  private Part part;
  private final Set<Member> answered = new HashSet<>();
  private long keptBytes;
  private int givenBefore;
  private int silent;
  private int broken;
  private int unreadable;
  private int hangUps;
  private Failure givenUp;

  Multiget(List<Member> members, MultigetSize size) {
    this.size = size;
    members.forEach(member -> owed.put(member.href(), member));
    calendar = members.isEmpty() ? null : members.get(0).calendar();
    if (size.limit() > 0) {
      plan(members, size.limit(), false);
    }
  }

  private void plan(List<Member> members, int most, boolean again) {
    for (int i = 0; i < members.size(); i += most) {
      parts.add(
          new Part(members.subList(i, Math.min(members.size(), i + most)), null, again, false));
    }
  }

  /** Returns whether there is another part to request. */
  boolean hasMore() {
    return !parts.isEmpty();
  }

  /** The members to request now. */
  List<Member> next() {
    part = parts.remove();
    answered.clear();
    return part.members();
  }

  /** The member of a response, with its data; null when it has no data or was not requested. */
  Answer answered(DavResponse response) {
    Member member = find(response.href());
    if (member == null) {
      return null;
    }
    answered.add(member);
    Element data = response.properties().get(Names.CALENDAR_DATA);
    if (data == null) {
      return null; // missing, or not readable for this user: GET decides
    }
    if (data.isCut()) {
      large.add(member);
      return null;
    }
    Member now = Member.of(member.calendar(), response);
    return new Answer(
        member,
        data.text(),
        now.etag() == null ? member.etag() : now.etag(),
        now.length() >= 0 ? now.length() : member.length());
  }

  private Member find(String href) {
    Member member = owed.get(href);
    if (member != null) {
      return member;
    }
    if (calendar != null && !href.isBlank()) { // the server may write the href in another way
      if (byPath.isEmpty()) {
        owed.values().forEach(one -> byPath.put(one.key(), one));
      }
      member = byPath.get(new Member(calendar, href, null, -1, null).key());
    }
    return member != null && owed.containsKey(member.href()) ? member : null;
  }

  /** Evaluates an answer that was read to its end. */
  void settle() {
    answers();
    List<Member> leftOut = new ArrayList<>(part.members());
    leftOut.removeAll(answered);
    if (part.again() && givenBefore > 0 && !answered.isEmpty()) {
      size.cutShort(givenBefore);
    }
    if (leftOut.isEmpty()) {
      size.worked(part.members().size());
      if (part.of() != null && ++part.of().worked == 2) {
        size.tooMany(part.of().size);
      }
    } else if (part.again()) {
      LOG.debug("{} objects were omitted twice: GET decides", leftOut.size());
    } else {
      givenBefore = answered.size();
      plan(leftOut, givenBefore > 0 ? givenBefore : leftOut.size(), true);
    }
  }

  /** Handles a part that could not be read to its end. */
  void failed(Failure failure) {
    List<Member> rest = new ArrayList<>(part.members());
    rest.removeAll(answered);
    if (UNSUPPORTED.contains(failure.status())) {
      size.unsupported();
      parts.clear();
    } else if (failure.kind() == Failure.Kind.INCOMPLETE && isPastReports(failure)) {
      parts.clear();
    } else if (failure.kind() != Failure.Kind.INCOMPLETE && givesUpAfter(failure)) {
      return;
    } else if (failure.kind() == Failure.Kind.INCOMPLETE
        && !failure.isRepeated()
        && !part.repeated()
        && !rest.isEmpty()) {
      parts.addFirst(new Part(rest, part.of(), part.again(), true)); // a connection may break once
    } else if (rest.size() > 1) {
      Halves halves = new Halves(rest.size());
      int half = rest.size() / 2;
      parts.addFirst(new Part(rest.subList(half, rest.size()), halves, part.again(), false));
      parts.addFirst(new Part(rest.subList(0, half), halves, part.again(), false));
    }
  }

  /** Returns whether reports break repeatedly. GET may still return the objects. */
  private boolean isPastReports(Failure failure) {
    hangUps = failure.isRepeated() ? hangUps + 1 : 0;
    return ++unreadable >= MAX_UNREADABLE || hangUps >= MAX_HANG_UPS;
  }

  /**
   * Notes an answer that is not a multistatus, such as a web page. GET may still return the
   * objects.
   */
  void unanswered() {
    size.unanswered();
    parts.clear();
  }

  /** Notes that the server answers normally. */
  void answers() {
    silent = 0;
    broken = 0;
    unreadable = 0;
    hangUps = 0;
  }

  /**
   * Returns whether to give up: connections break repeatedly, or the server times out or is busy.
   * An answer that is not the object, or a redirect, is a failure of that object only.
   */
  boolean givesUpAfter(Failure failure) {
    boolean isBroken = failure.kind() == Failure.Kind.INCOMPLETE && isOfConnection(failure);
    boolean isSilent =
        failure.kind() != Failure.Kind.INCOMPLETE
            && (failure.status() == 0 && (failure.isSilence() || isOfConnection(failure))
                || Retries.isBusy(failure.status()));
    broken = isBroken ? broken + 1 : 0;
    silent = isSilent ? silent + 1 : 0;
    if (silent >= MAX_SILENT || broken >= MAX_BROKEN) {
      giveUp(failure);
    }
    return givenUp != null;
  }

  private static boolean isOfConnection(Failure failure) {
    return failure.getCause() instanceof IOException cause && !(cause instanceof Failure);
  }

  /** Stops all requests, for this reason. */
  void giveUp(Failure failure) {
    givenUp = failure;
    parts.clear();
  }

  /** The reason why no more requests are sent; null while they are. */
  Failure givenUp() {
    return givenUp;
  }

  /** Keeps bytes until their kind of proof is verified. Beyond a limit, GET reads them instead. */
  void keep(Member member, ExactBytes.Proof proof) {
    if (keptBytes < MAX_KEPT_BYTES) {
      proofs.put(member, proof);
      keptBytes += proof.bytes().length;
    }
  }

  /** Keeps a fingerprint of this text. Its bytes are unproved, but GET may confirm them. */
  void says(Member member, String text) {
    said.put(member, ObjectFacts.textFingerprint(text));
  }

  /** The fingerprint of the object's unproved text, or null. */
  byte[] said(Member member) {
    ExactBytes.Proof proof = proofs.get(member);
    return proof == null
        ? said.get(member)
        : ObjectFacts.textFingerprint(new String(proof.bytes(), StandardCharsets.UTF_8));
  }

  /** The proofs of outstanding objects. */
  Map<Member, ExactBytes.Proof> proofs() {
    return proofs;
  }

  /** Notes the result of a GET for one object. */
  void note(Failure failure) {
    if (failure == null) {
      if (hangUps >= MAX_HANG_UPS) {
        size.unanswered(); // the server is up, but answers no reports
      }
      answers();
    } else {
      givesUpAfter(failure);
    }
  }

  /** Notes that the object was read, or has its failure. */
  void given(Member member) {
    owed.remove(member.href());
    proofs.remove(member);
  }

  /**
   * The members to read by GET.
   *
   * @param leaveLarge whether to omit large ones
   */
  List<Member> owed(boolean leaveLarge) {
    return owed.values().stream().filter(member -> !leaveLarge || !large.contains(member)).toList();
  }
}
