/**
 * Plakar's side: the gRPC services, their transport over stdin and stdout, and the conversion
 * between records and objects of the routes.
 */
package caldavbackup.plakar;
