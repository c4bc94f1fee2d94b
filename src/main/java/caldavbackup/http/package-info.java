/**
 * The only door to a server: connections, sign-in, redirects, retries, proofs of answers, TLS. An
 * {@link caldavbackup.http.Account} holds the state of one account.
 */
package caldavbackup.http;
