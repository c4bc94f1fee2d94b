package caldavbackup.caldav.check;

import caldavbackup.caldav.Member;
import java.util.ArrayList;
import java.util.List;

/** Counts of a calendar's listing, and the capabilities of its server. */
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

  /** The number of objects. */
  public long objects() {
    return objects;
  }

  /** The total size in bytes, as far as the listing reports it; 0 if it does not. */
  public long bytes() {
    return bytes;
  }

  /** The request that listed them. */
  public String listedBy() {
    return listedBy;
  }

  /**
   * The quality of the ETags: {@code digest} proves the bytes, {@code version} distinguishes
   * versions, {@code none} is missing, {@code -} means that there is no object to test.
   */
  public String etag() {
    return etag;
  }

  /** The properties by which the server reports changes: {@code ctag}, {@code sync}. */
  public List<String> changes() {
    return changes;
  }

  /** The problems that a backup would have. */
  public List<String> concerns() {
    List<String> all = new ArrayList<>(concerns);
    if (unproved > 0 && !etag.equals("digest")) {
      all.add(
          unproved
              + " objects have no size: a backup reads them one by one, because their ETags do"
              + " not prove their bytes");
    }
    if (unversioned > 0) {
      all.add(unversioned + " objects have neither ETag nor date: each backup reads them again");
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

  /** An object to test, or null. */
  Member sample() {
    return sample;
  }

  /** Notes a property by which the server reports changes. */
  void tellsChangesBy(String name) {
    changes.add(name);
  }

  /** The request that listed the calendar. */
  void noteListedBy(String request) {
    listedBy = request;
  }

  /** Notes the quality of the sample's ETag. */
  void etagIs(String worth) {
    etag = worth;
  }

  /** Notes a problem that a backup would have. */
  void concern(String sentence) {
    concerns.add(sentence);
  }
}
