package caldavbackup.backup;

import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Account;
import caldavbackup.ical.ObjectSelection;
import caldavbackup.options.Options;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;

/** Bean {@code caldavWanted}: which objects {@code direct:caldav-backup} hands on. */
public final class WantedObjects {
  /** Whether the account's options leave out objects of a calendar. */
  public boolean isChoice(@ExchangeProperty(CaldavConstants.ACCOUNT) Account account) {
    return selection(account).isFilter();
  }

  /** Whether the object in the body is wanted; one that could not be read is. */
  public boolean wants(
      @Body byte[] bytes, @ExchangeProperty(CaldavConstants.ACCOUNT) Account account) {
    return bytes == null || selection(account).wants(bytes);
  }

  private static ObjectSelection selection(Account account) {
    Options options = account.options();
    return new ObjectSelection(options.components(), options.since(), options.until());
  }
}
