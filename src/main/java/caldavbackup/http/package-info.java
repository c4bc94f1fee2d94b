/**
 * The one door to a server: connections, sign-in, redirects, repeated requests, proofs of answers,
 * TLS. An {@link caldavbackup.http.Account} holds all that lives as long as the work on one
 * account.
 */
package caldavbackup.http;
