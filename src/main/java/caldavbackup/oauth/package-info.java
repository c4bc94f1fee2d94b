/**
 * OAuth2 access tokens: the table of providers, the sources of tokens, storing and refreshing
 * tokens, and the user's login.
 */
package caldavbackup.oauth;
