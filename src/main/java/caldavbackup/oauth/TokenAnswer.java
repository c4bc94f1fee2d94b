package caldavbackup.oauth;

import caldavbackup.options.Secret;
import java.time.Duration;

/**
 * What a token endpoint gave (RFC 6749, section 5.1).
 *
 * @param access the access token
 * @param life how long it is good from now on; null when the server does not say
 * @param refresh the refresh token to use from now on; null when there is none, or the old one
 *     stays
 */
record TokenAnswer(Secret access, Duration life, Secret refresh) {}
