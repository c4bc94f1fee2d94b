/**
 * What is learnt about the server of an account, kept as long as the account (listings: longer):
 * the size of a multiget, the reliability of ETags and lengths, the behaviour towards guests.
 * {@link caldavbackup.caldav.profile.ServerProfile} is the entry point.
 */
package caldavbackup.caldav.profile;
