package caldavbackup.dav;

import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;

/** What a calendar's listing holds, counted; also bean {@code caldavTally}, which counts it. */
public final class Tally {
  /** Exchange property: the tally. */
  public static final String PROPERTY = "CamelCaldavTally";

  private long objects;
  private long bytes;
  private long unproved;
  private long unversioned;

  /** What was counted, and what a backup would stumble over. */
  public String sentence() {
    StringBuilder text = new StringBuilder();
    text.append(objects).append(objects == 1 ? " object" : " objects");
    if (bytes > 0) {
      text.append(", ").append(bytes).append(" bytes");
    }
    if (unproved > 0) {
      text.append("; ")
          .append(unproved)
          .append(" of unknown size: read one by one unless their ETag is a digest");
    }
    if (unversioned > 0) {
      text.append("; ")
          .append(unversioned)
          .append(" without ETag and date: these are read anew in every backup");
    }
    return text.toString();
  }

  private void add(Member member) {
    objects++;
    bytes += Math.max(0, member.length());
    unproved += member.length() < 0 && !member.calendar().etagIsDigest() ? 1 : 0;
    unversioned += member.hasVersion() ? 0 : 1;
  }

  /** The bean's two steps. */
  public static final class Steps {
    /** Starts at nothing. */
    public void begin(Exchange exchange) {
      exchange.setProperty(PROPERTY, new Tally());
    }

    /** Counts one object. */
    public void add(@Body Member member, @ExchangeProperty(PROPERTY) Tally tally) {
      tally.add(member);
    }
  }
}
