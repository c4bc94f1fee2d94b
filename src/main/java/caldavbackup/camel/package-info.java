/**
 * What all routes share: the names of their properties and headers, and how an item is handed to a
 * host.
 */
package caldavbackup.camel;
