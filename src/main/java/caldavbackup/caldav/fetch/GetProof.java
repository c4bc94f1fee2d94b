package caldavbackup.caldav.fetch;

import caldavbackup.caldav.EtagDigest;
import caldavbackup.caldav.Member;
import caldavbackup.caldav.profile.DigestQuestion;
import caldavbackup.caldav.profile.ServerWord;
import caldavbackup.http.AnswerProof;
import caldavbackup.http.HttpAnswer;
import caldavbackup.http.WholeBody;
import caldavbackup.ical.WholeText;
import caldavbackup.text.Failure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Decides whether the answers to GET are the listed object.
 *
 * <p>They are if the data of the listing prove it: the length, or an ETag that is a digest. If the
 * listing has no such data, complete iCalendar text is accepted; anything else is accepted if two
 * answers are equal and nothing contradicts them. An answer with another ETag may be a newer
 * version, to which the data of the listing do not apply, or an older one from a cache. The object
 * must then be looked up again ({@link Version}).
 *
 * <p>If an ETag has the form of a digest but is not the digest of the answer, other objects first
 * show what ETags mean on this server ({@link DigestQuestion}).
 */
final class GetProof implements AnswerProof {
  /** The evidence for an answer, weakest first. */
  enum Strength {
    /** None: the answer is not the object. */
    NONE,
    /** Two answers are equal, or the data of the listing are known to be wrong. */
    AGREED,
    /** The answer is complete iCalendar text. */
    TEXT,
    /** The server's length or digest confirms it. */
    WORD
  }

  /** What is known about the version that the listing names. */
  enum Version {
    /** The listing is the only source. */
    LISTED,
    /** A second look-up returned the same version. */
    SAME,
    /** A second look-up returned another version: the object is changing now. */
    CHANGED
  }

  private final Member member;
  private final Version version;
  private final ServerWord word;
  private final byte[] multiget;
  private final boolean last;
  private final boolean repeats;
  private final List<byte[]> seen = new ArrayList<>();
  private Strength strength = Strength.NONE;
  private boolean newer;
  private boolean differs;
  private boolean mustLook;
  private boolean toCompare;
  private boolean settled;
  private Given given;
  private boolean inDoubt;

  /** An answer and its properties at the time of arrival. */
  private record Given(HttpAnswer answer, ObjectFacts facts, boolean isDigest, boolean isAgreed) {}

  /**
   * Creates a proof for one object.
   *
   * @param version what is known about the version that the member names
   * @param multiget the fingerprint of its unproved text in a multiget, or null
   * @param last whether no other way to read it remains; otherwise a text with another length than
   *     the listed one is rejected
   * @param before the proof of earlier answers that were not the object, or null; if it is given,
   *     requests are not retried
   */
  GetProof(
      Member member,
      Version version,
      ServerWord word,
      byte[] multiget,
      boolean last,
      GetProof before) {
    this.member = member;
    this.version = version;
    this.word = word;
    this.multiget = multiget;
    this.last = last;
    this.repeats = before == null;
    if (before != null) {
      seen.addAll(before.seen);
    }
  }

  @Override
  public void require(HttpAnswer answer, WholeBody body) throws IOException {
    ObjectFacts facts = ObjectFacts.of(body);
    byte[] print = seen.isEmpty() ? null : facts.fingerprint(); // most objects need none
    boolean agreed = seen.stream().anyMatch(before -> ObjectFacts.same(before, print));
    boolean hasBoth = answer.etag() != null && member.etag() != null;
    differs = hasBoth && !EtagDigest.isSameVersion(answer.etag(), member.etag());
    newer = differs && version != Version.SAME && !word.etagIsOwn();
    boolean isOwn = answer.etag() == null || differs && !newer; // not the ETag of the listed object
    boolean isDigest = facts.isDigest(isOwn ? member.etag() : answer.etag());
    if (newer && !isDigest && facts.isDigest(member.etag())) {
      isDigest = true;
      newer = false; // a proxy replaced the ETag of the answer
    }
    if (!isDigest && isDigestLike(answer)) {
      word.digests().compare(facts::isDigest);
    }
    given = new Given(answer, facts, isDigest, agreed);
    strength = judge(given, agreed);
    mustLook =
        newer && version == Version.LISTED && strength != Strength.NONE && !isAsListed(facts);
    if (mustLook) {
      strength = Strength.NONE;
      throw Failure.incomplete("the server returned another version than it lists");
    }
    if (strength != Strength.NONE) {
      inDoubt =
          !isDigest
              && isDigestLike(answer)
              && word.digests().mayHold()
              && !agreesWithMultiget(facts);
      if (!inDoubt) {
        learn();
      }
      return;
    }
    settled = agreed && !mayPass(facts.kind());
    toCompare =
        seen.isEmpty()
            && judge(given, true) != Strength.NONE; // an equal second answer would be accepted
    seen.add(print == null ? facts.fingerprint() : print);
    throw Failure.incomplete(OtherAnswer.sentence(answer, facts, member, newer));
  }

  private Strength judge(Given given, boolean agreed) throws IOException {
    HttpAnswer answer = given.answer();
    ObjectFacts facts = given.facts();
    boolean isMarkup = facts.kind() == WholeText.Kind.MARKUP || answer.isWebPage();
    boolean isNothing = isMarkup || facts.kind() == WholeText.Kind.EMPTY;
    if (given.isDigest()
        && (!newer || !isNothing)) { // a web page may have an ETag that is its digest
      return Strength.WORD;
    }
    boolean mayBeDigest = isDigestLike(answer) && word.digests().mayHold();
    if (mayBeDigest && word.digests().hold()) {
      return agreed && !isNothing && agreesWithMultiget(facts) ? Strength.AGREED : Strength.NONE;
    }
    boolean isWhole = facts.kind() == WholeText.Kind.WHOLE;
    if (newer && isAsListed(facts) && !mayBeDigest) {
      return Strength.WORD;
    }
    boolean isOther = // apparently the object of a cache
        differs
            && !newer
            && !isAsListed(facts)
            && (word.etagHolds() || multiget != null && !agreesWithMultiget(facts));
    if (isOther) {
      return Strength.NONE;
    }
    if (isListed()) {
      if (facts.length() == member.length() && (agreed || !mayBeDigest && !isMarkup)
          || facts.lfLength() == member.length() && isWhole) {
        return Strength.WORD;
      }
      boolean mayBeCut = facts.length() < member.length() && !facts.endsLine();
      boolean mayBeWrong = last && multiget == null && isWhole && !mayBeCut && !word.lengthHolds();
      return agreed && !isNothing && (mayBeWrong || agreesWithMultiget(facts))
          ? Strength.AGREED
          : Strength.NONE;
    }
    if (isWhole
        && !isMarkup
        && (agreed || !mayBeDigest)
        && (multiget == null || newer || agreesWithMultiget(facts))) {
      return Strength.TEXT;
    }
    boolean speaksAgainst = facts.kind() == WholeText.Kind.BROKEN_OFF || isOtherType(answer);
    return agreed && !isNothing && (!speaksAgainst || agreesWithMultiget(facts))
        ? Strength.AGREED
        : Strength.NONE;
  }

  private void learn() {
    String etag = given.answer().etag();
    boolean hasLength = isListed() && given.facts().length() == member.length();
    if (hasLength) {
      word.lengthWasRight();
    }
    if (given.isDigest()) {
      word.digests().wasRight();
    } else if ((hasLength || strength == Strength.TEXT) && isDigestLike(given.answer())) {
      word.digests().wasOther(member); // an ETag may look like a digest without being one
    }
    word.proved();
    if (etag != null && member.etag() != null) {
      word.etagWas(differs, newer);
    }
  }

  private boolean isDigestLike(HttpAnswer answer) {
    return EtagDigest.of(answer.etag() == null ? member.etag() : answer.etag()) != null;
  }

  /** Returns whether this is complete text with the listed length. */
  private boolean isAsListed(ObjectFacts facts) {
    return member.length() >= 0
        && facts.length() == member.length()
        && facts.kind() == WholeText.Kind.WHOLE;
  }

  /** Returns whether the listing has the length of the version in the answer. */
  private boolean isListed() {
    return !newer && member.length() >= 0;
  }

  private boolean agreesWithMultiget(ObjectFacts facts) throws IOException {
    return multiget != null && ObjectFacts.same(multiget, facts.textFingerprint());
  }

  /** Returns whether a busy server, or one with an expired session, may return this temporarily. */
  private static boolean mayPass(WholeText.Kind kind) {
    return kind != WholeText.Kind.WHOLE && kind != WholeText.Kind.ODD;
  }

  /**
   * Returns whether the type is never used for calendar data, not even by servers that do not know
   * the type.
   */
  private static boolean isOtherType(HttpAnswer answer) {
    String type = answer.contentType();
    return type != null && type.toLowerCase(Locale.ROOT).matches(".*\\b(json|xml)\\b.*");
  }

  /** Returns whether the answer has a newer version than the listing. */
  boolean isNewer() {
    return newer;
  }

  /** Returns whether the server's length or digest proved the answer. */
  boolean isConfirmed() {
    return strength == Strength.WORD;
  }

  /**
   * Returns whether the answer was accepted although its ETag looks like a digest but is not its
   * digest, and neither multiget nor other objects could explain that. {@link #settle} then
   * decides.
   */
  boolean isInDoubt() {
    return inDoubt;
  }

  /**
   * Decides about an answer in doubt by what is known now. Call it while the body is open.
   *
   * @param needsWitness whether two equal answers do not suffice without another object as evidence
   * @throws Failure of kind INCOMPLETE when it is not the object
   */
  void settle(boolean needsWitness) throws IOException {
    inDoubt = false;
    strength = judge(given, given.isAgreed());
    boolean isAlone = strength != Strength.WORD && !word.digests().wasOtherBeside(member);
    if (isAlone && !agreesWithMultiget(given.facts()) && (needsWitness || multiget != null)) {
      strength = Strength.NONE;
    }
    if (strength == Strength.NONE) {
      seen.add(given.facts().fingerprint());
      throw Failure.incomplete(OtherAnswer.sentence(given.answer(), given.facts(), member, newer));
    }
    learn();
  }

  /** Notes that no retry returned the object. */
  void givenUp() {
    if (strength == Strength.NONE && !seen.isEmpty()) {
      word.unproved();
    }
  }

  /**
   * Returns whether the answer had another version, so that the version must be looked up again.
   */
  boolean mustLook() {
    return mustLook;
  }

  /** The evidence for the last answer. */
  Strength strength() {
    return strength;
  }

  @Override
  public boolean mayAskAgain() {
    return toCompare || repeats && !settled && !mustLook && word.isWorthRepeating();
  }

  @Override
  public boolean isToCompare() {
    return toCompare;
  }
}
