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
 * Decides whether the answers to GET are the object that was listed.
 *
 * <p>They are when the listing's word says so: its length, or an ETag that is a digest. Where it
 * says nothing of these bytes, whole iCalendar text is the object; anything else is when two
 * answers agree on it and nothing speaks against it. An answer with another ETag may be of a newer
 * version, for which what the listing said does not count, or of an older one that a cache kept:
 * the object must be looked for again ({@link Version}).
 *
 * <p>Where an ETag has the form of a digest and is not the digest of the answer, other objects tell
 * first what ETags mean on this server ({@link DigestQuestion}).
 */
final class GetProof implements AnswerProof {
  /** What an answer rests on, the weakest first. */
  enum Strength {
    /** Nothing: it is not the object. */
    NONE,
    /** Two answers agree, or the server's word on it is known to be wrong. */
    AGREED,
    /** It is whole iCalendar text. */
    TEXT,
    /** The server's word on its length or its digest. */
    WORD
  }

  /** What is known of the version that the listing names. */
  enum Version {
    /** It is what the listing said. */
    LISTED,
    /** The server was asked again, and names the same version still. */
    SAME,
    /** The server was asked again, and names another version: it changes at the moment. */
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

  /** An answer, and what was found of it when it came. */
  private record Given(HttpAnswer answer, ObjectFacts facts, boolean isDigest, boolean isAgreed) {}

  /**
   * A proof for one object.
   *
   * @param version what is known of the version that the member names
   * @param multiget the fingerprint of its text in a multiget that nothing proved, or null
   * @param last whether no other way to ask is left: else a text whose length is not the listed one
   *     is not taken
   * @param before the proof of answers that came before and were not the object; none is repeated
   *     then. Or null
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
    boolean isOwn = answer.etag() == null || differs && !newer; // says nothing of what is listed
    boolean isDigest = facts.isDigest(isOwn ? member.etag() : answer.etag());
    if (newer && !isDigest && facts.isDigest(member.etag())) {
      isDigest = true;
      newer = false; // the ETag of the answer is a proxy's own
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
      throw Failure.incomplete("the server gave another version than it lists");
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
    toCompare = seen.isEmpty() && judge(given, true) != Strength.NONE; // once more, it is believed
    seen.add(print == null ? facts.fingerprint() : print);
    throw Failure.incomplete(OtherAnswer.sentence(answer, facts, member, newer));
  }

  private Strength judge(Given given, boolean agreed) throws IOException {
    HttpAnswer answer = given.answer();
    ObjectFacts facts = given.facts();
    boolean isMarkup = facts.kind() == WholeText.Kind.MARKUP || answer.isWebPage();
    boolean isNothing = isMarkup || facts.kind() == WholeText.Kind.EMPTY;
    if (given.isDigest() && (!newer || !isNothing)) { // a page may have an ETag of its own
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
    boolean isOther = // a cache's, as it seems
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
      word.digests().wasOther(member); // an ETag may look like a digest and be none
    }
    word.proved();
    if (etag != null && member.etag() != null) {
      word.etagWas(differs, newer);
    }
  }

  private boolean isDigestLike(HttpAnswer answer) {
    return EtagDigest.of(answer.etag() == null ? member.etag() : answer.etag()) != null;
  }

  /** Whether this is whole text of the length that the listing names. */
  private boolean isAsListed(ObjectFacts facts) {
    return member.length() >= 0
        && facts.length() == member.length()
        && facts.kind() == WholeText.Kind.WHOLE;
  }

  /** Whether the listing tells the length of the version that was answered. */
  private boolean isListed() {
    return !newer && member.length() >= 0;
  }

  private boolean agreesWithMultiget(ObjectFacts facts) throws IOException {
    return multiget != null && ObjectFacts.same(multiget, facts.textFingerprint());
  }

  /** Whether a server that is busy or signs somebody out for a moment may give this for another. */
  private static boolean mayPass(WholeText.Kind kind) {
    return kind != WholeText.Kind.WHOLE && kind != WholeText.Kind.ODD;
  }

  /** A type that no server gives calendar data, not even one that knows no types. */
  private static boolean isOtherType(HttpAnswer answer) {
    String type = answer.contentType();
    return type != null && type.toLowerCase(Locale.ROOT).matches(".*\\b(json|xml)\\b.*");
  }

  /** Whether the answer was of a version that is newer than the listing. */
  boolean isNewer() {
    return newer;
  }

  /** Whether the server's own word on length or digest proved the answer. */
  boolean isConfirmed() {
    return strength == Strength.WORD;
  }

  /**
   * Whether the answer was taken although its ETag has the form of a digest and is not its digest,
   * and neither multiget nor other objects told what that means: {@link #settle} decides.
   */
  boolean isInDoubt() {
    return inDoubt;
  }

  /**
   * Decides about an answer in doubt by what is known now; good while its body is open.
   *
   * @param needsWitness whether two equal answers are not enough where no other object told
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

  /** No repetition brought the object. */
  void givenUp() {
    if (strength == Strength.NONE && !seen.isEmpty()) {
      word.unproved();
    }
  }

  /** Whether the answer was of another version, and the server must be asked again which it is. */
  boolean mustLook() {
    return mustLook;
  }

  /** What the last answer rests on. */
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
