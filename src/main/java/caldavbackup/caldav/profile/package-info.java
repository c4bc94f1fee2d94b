/**
 * What is learnt of an account's server while it is asked, kept as long as the account (listings:
 * longer): how many objects a multiget may ask for, what ETags and lengths are worth, what it does
 * about guests. {@link caldavbackup.caldav.profile.ServerProfile} has all of it.
 */
package caldavbackup.caldav.profile;
