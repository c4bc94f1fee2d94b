/**
 * Plakar's side: the gRPC services, their transport over stdin and stdout, records and the routes'
 * objects.
 */
package caldavbackup.plakar;
