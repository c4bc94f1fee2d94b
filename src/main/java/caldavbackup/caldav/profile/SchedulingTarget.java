package caldavbackup.caldav.profile;

import java.util.List;
import java.util.Set;

/**
 * What is known about a calendar before a meeting is written to it.
 *
 * @param traits the behaviour of its server
 * @param people the calendar user addresses that the server may act for, as the server writes them:
 *     those of the user, and of the calendar's owner if that is another user; empty when unknown
 */
public record SchedulingTarget(SchedulingTraits traits, List<Set<String>> people) {}
