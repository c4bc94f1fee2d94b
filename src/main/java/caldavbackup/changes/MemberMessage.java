package caldavbackup.changes;

import caldavbackup.caldav.Member;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.webdav.Hrefs;
import org.apache.camel.Message;

/** A message about one object of the current calendar. */
abstract class MemberMessage extends HostMessage {
  private final CalendarDelivery delivery;
  private final Member member;
  private final String path;

  MemberMessage(CalendarDelivery delivery, Member member, String path) {
    super(delivery.run());
    this.delivery = delivery;
    this.member = member;
    this.path = path;
  }

  /** The delivery of its calendar. */
  final CalendarDelivery delivery() {
    return delivery;
  }

  /** The entry in the listing. */
  final Member member() {
    return member;
  }

  @Override
  final String endpoint() {
    return run().endpoints().objects();
  }

  @Override
  final String kind() {
    return "object";
  }

  /** The path of the object in a backup. */
  @Override
  final String name() {
    return path;
  }

  /** Sets the headers that identify the object. */
  final void writeNames(Message message) {
    put(message, CaldavConstants.CALENDAR, delivery.directory());
    put(message, CaldavConstants.CALENDAR_HREF, Hrefs.path(delivery.calendar().url()));
    put(message, CaldavConstants.PATH, path);
    put(message, CaldavConstants.HREF, member.href());
    put(message, CaldavConstants.NAME, member.name());
  }
}
