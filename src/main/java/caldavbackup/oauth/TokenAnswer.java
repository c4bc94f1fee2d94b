package caldavbackup.oauth;

import caldavbackup.options.Secret;
import java.time.Duration;

/**
 * The answer of a token endpoint (RFC 6749, section 5.1).
 *
 * @param access the access token
 * @param life how long it is valid from now on; null when the server does not say
 * @param refresh the refresh token to use from now on; null when there is none, or the old one
 *     stays valid
 */
record TokenAnswer(Secret access, Duration life, Secret refresh) {}
