/**
 * What all routes share: the names of their properties and headers, the start of their context, and
 * how an item is handed to a host or to the sender of a message.
 */
package caldavbackup.camel;
