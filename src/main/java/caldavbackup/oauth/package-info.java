/**
 * Access tokens: the providers' table, the ways to a token, keeping and refreshing it, the user's
 * login.
 */
package caldavbackup.oauth;
