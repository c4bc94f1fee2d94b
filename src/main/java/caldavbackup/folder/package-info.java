/** A client of the gRPC services that keeps a folder as Plakar keeps a snapshot. */
package caldavbackup.folder;
