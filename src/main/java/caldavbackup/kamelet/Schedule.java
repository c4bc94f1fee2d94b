package caldavbackup.kamelet;

import caldavbackup.text.Failure;
import caldavbackup.text.OptionalLibrary;
import org.apache.camel.spi.ScheduledPollConsumerScheduler;
import org.apache.camel.support.DefaultScheduledPollConsumerScheduler;

/** The schedule of a source. */
public final class Schedule {
  private static final String QUARTZ =
      "org.apache.camel.pollconsumer.quartz.QuartzScheduledPollConsumerScheduler";

  private Schedule() {}

  /**
   * The scheduler of a consumer.
   *
   * @param cron a Quartz expression; empty for the consumer's own delay
   * @throws Failure of kind OPTION when camel-quartz is missing
   */
  public static ScheduledPollConsumerScheduler of(String cron)
      throws Failure, ReflectiveOperationException {
    if (cron.isBlank()) {
      return new DefaultScheduledPollConsumerScheduler();
    }
    OptionalLibrary.CAMEL_QUARTZ.require("property 'cron'");
    Class<?> type = Class.forName(QUARTZ);
    Object quartz = type.getDeclaredConstructor().newInstance();
    type.getMethod("setCron", String.class).invoke(quartz, cron);
    return (ScheduledPollConsumerScheduler) quartz;
  }
}
