package caldavbackup.caldav.profile;

import java.util.List;
import java.util.Set;

/**
 * What is known of a calendar before a meeting is written into it.
 *
 * @param traits what its server does
 * @param people the calendar user addresses of whoever the server may act for when it is written
 *     to, as the server writes them: the user's, and those of the calendar's owner when that is
 *     somebody else; empty when nobody can tell
 */
public record SchedulingTarget(SchedulingTraits traits, List<Set<String>> people) {}
