/**
 * Shared by all routes: the names of properties and headers, the start of the context, and the
 * delivery of items to a host or to the sender of a message.
 */
package caldavbackup.camel;
