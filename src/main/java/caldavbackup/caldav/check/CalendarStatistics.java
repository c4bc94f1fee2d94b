package caldavbackup.caldav.check;

import caldavbackup.caldav.Member;
import java.util.ArrayList;
import java.util.List;

/** What a calendar's listing holds, counted, and what its server can do. */
public final class CalendarStatistics {
  private final List<String> concerns = new ArrayList<>();
  private final List<String> changes = new ArrayList<>();
  private String listedBy;
  private Member sample;
  private String etag = "-";
  private long objects;
  private long bytes;
  private long unproved;
  private long unversioned;

  /** How many objects the calendar holds. */
  public long objects() {
    return objects;
  }

  /** How long they are together, as far as the listing says; 0 when it does not. */
  public long bytes() {
    return bytes;
  }

  /** The request that listed them. */
  public String listedBy() {
    return listedBy;
  }

  /**
   * What an ETag is worth: {@code digest} proves the bytes, {@code version} tells versions apart,
   * {@code none} is missing, {@code -} when there is no object to tell by.
   */
  public String etag() {
    return etag;
  }

  /** By what the server tells that a calendar changed: {@code ctag}, {@code sync}. */
  public List<String> changes() {
    return changes;
  }

  /** What a backup would stumble over. */
  public List<String> concerns() {
    List<String> all = new ArrayList<>(concerns);
    if (unproved > 0 && !etag.equals("digest")) {
      all.add(unproved + " of unknown size: read one by one, because no ETag proves their bytes");
    }
    if (unversioned > 0) {
      all.add(unversioned + " without ETag and date: read anew in every backup");
    }
    return all;
  }

  /** Counts an object. */
  void add(Member member) {
    objects++;
    bytes += Math.max(0, member.length());
    unproved += member.length() < 0 && !member.calendar().etagIsDigest() ? 1 : 0;
    unversioned += member.hasVersion() ? 0 : 1;
    sample = sample == null ? member : sample;
  }

  /** An object to try, or null. */
  Member sample() {
    return sample;
  }

  /** The server tells changes by this. */
  void tellsChangesBy(String name) {
    changes.add(name);
  }

  /** The request that listed the calendar. */
  void noteListedBy(String request) {
    listedBy = request;
  }

  /** What the sample's ETag is worth. */
  void etagIs(String worth) {
    etag = worth;
  }

  /** A backup would stumble over this. */
  void concern(String sentence) {
    concerns.add(sentence);
  }
}
