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
 * Members of one calendar on their way here: who is still owed, and what to ask next.
 *
 * <p>They are asked for by multiget, in parts of the size that the server is known to give. A part
 * whose answer breaks off is asked for once more; one that fails, or breaks off again, in two
 * halves, down to one object, which is then left to GET, as is one whose bytes nothing proves, and
 * as are all when report after report breaks. Those that an answer leaves out are asked for once
 * more.
 */
final class Multiget {
  private static final Logger LOG = LoggerFactory.getLogger("caldav");

  /** A server that is down is not asked for each object. */
  private static final int MAX_SILENT = 3;

  /** So many objects in a row whose connection breaks say that the others break, too. */
  private static final int MAX_BROKEN = 20;

  /** One bad object makes ten answers unreadable at most; more in a row are found faster by GET. */
  private static final int MAX_UNREADABLE = 20;

  /** So many reports in a row without an answer, each repeated: the objects come faster by GET. */
  private static final int MAX_HANG_UPS = 3;

  /** What is held at most until it is known what its proof is worth. */
  private static final long MAX_KEPT_BYTES = 4L << 20;

  private static final Set<Integer> UNSUPPORTED = Set.of(405, 415, 501);

  /**
   * What the server said of one member.
   *
   * @param data calendar-data, its line ends folded to LF
   * @param etag of this data, or null
   * @param length of the stored data, or -1
   */
  record Answer(Member member, String data, String etag, long length) {
    /** Whether it speaks of the version that was listed. */
    boolean isAsListed() {
      return (member.etag() == null
              || etag == null
              || EtagDigest.isSameVersion(member.etag(), etag))
          && (member.length() < 0 || length < 0 || member.length() == length);
    }
  }

  /**
   * Members that are asked for by one request.
   *
   * @param again whether an answer left them out before
   * @param repeated whether an answer about them broke off before
   */
  private record Part(List<Member> members, Halves of, boolean again, boolean repeated) {}

  /** A part that failed and was cut in two. */
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

  /** Whether there is a part to ask for. */
  boolean hasMore() {
    return !parts.isEmpty();
  }

  /** Whom to ask for now. */
  List<Member> next() {
    part = parts.remove();
    answered.clear();
    return part.members();
  }

  /** The member that a response speaks of with its data; null when it has none or nobody asked. */
  Answer answered(DavResponse response) {
    Member member = find(response.href());
    if (member == null) {
      return null;
    }
    answered.add(member);
    Element data = response.properties().get(Names.CALENDAR_DATA);
    if (data == null) {
      return null; // not there, or not for this user: GET tells
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
    if (calendar != null && !href.isBlank()) { // the server may write it another way
      if (byPath.isEmpty()) {
        owed.values().forEach(one -> byPath.put(one.key(), one));
      }
      member = byPath.get(new Member(calendar, href, null, -1, null).key());
    }
    return member != null && owed.containsKey(member.href()) ? member : null;
  }

  /** The answer was read to its end. */
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
      LOG.debug("{} objects were left out twice: GET has the last word", leftOut.size());
    } else {
      givenBefore = answered.size();
      plan(leftOut, givenBefore > 0 ? givenBefore : leftOut.size(), true);
    }
  }

  /** The part could not be read to its end. */
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
      parts.addFirst(new Part(rest, part.of(), part.again(), true)); // a line may break once
    } else if (rest.size() > 1) {
      Halves halves = new Halves(rest.size());
      int half = rest.size() / 2;
      parts.addFirst(new Part(rest.subList(half, rest.size()), halves, part.again(), false));
      parts.addFirst(new Part(rest.subList(0, half), halves, part.again(), false));
    }
  }

  /** Whether reports break again and again. That says nothing of GET: it may give the objects. */
  private boolean isPastReports(Failure failure) {
    hangUps = failure.isRepeated() ? hangUps + 1 : 0;
    return ++unreadable >= MAX_UNREADABLE || hangUps >= MAX_HANG_UPS;
  }

  /** No multistatus came, a page for a browser perhaps: GET may give the objects all the same. */
  void unanswered() {
    size.unanswered();
    parts.clear();
  }

  /** The server answers as it should. */
  void answers() {
    silent = 0;
    broken = 0;
    unreadable = 0;
    hangUps = 0;
  }

  /**
   * Whether it is time to give up: connection after connection breaks, or the server is silent or
   * busy. An answer that is not the object, or leads elsewhere, is the object's own failure.
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

  /** Nothing more is asked, for this reason. */
  void giveUp(Failure failure) {
    givenUp = failure;
    parts.clear();
  }

  /** Why nothing more is asked; null as long as it is worth while. */
  Failure givenUp() {
    return givenUp;
  }

  /** Keeps bytes until it is known what their proof is worth; too many are read by GET instead. */
  void keep(Member member, ExactBytes.Proof proof) {
    if (keptBytes < MAX_KEPT_BYTES) {
      proofs.put(member, proof);
      keptBytes += proof.bytes().length;
    }
  }

  /** Keeps what tells this text from another: nothing proves its bytes, but GET may give them. */
  void says(Member member, String text) {
    said.put(member, ObjectFacts.textFingerprint(text));
  }

  /** What tells the object's text from others, when one came that nothing proved yet; or null. */
  byte[] said(Member member) {
    ExactBytes.Proof proof = proofs.get(member);
    return proof == null
        ? said.get(member)
        : ObjectFacts.textFingerprint(new String(proof.bytes(), StandardCharsets.UTF_8));
  }

  /** What was kept and is still owed. */
  Map<Member, ExactBytes.Proof> proofs() {
    return proofs;
  }

  /** What came of asking for one object by GET. */
  void note(Failure failure) {
    if (failure == null) {
      if (hangUps >= MAX_HANG_UPS) {
        size.unanswered(); // the server is there, and answers no report
      }
      answers();
    } else {
      givesUpAfter(failure);
    }
  }

  /** The object was read, or has its failure. */
  void given(Member member) {
    owed.remove(member.href());
    proofs.remove(member);
  }

  /**
   * Those that must be read by GET.
   *
   * @param leaveLarge whether to leave out those that are large
   */
  List<Member> owed(boolean leaveLarge) {
    return owed.values().stream().filter(member -> !leaveLarge || !large.contains(member)).toList();
  }
}
