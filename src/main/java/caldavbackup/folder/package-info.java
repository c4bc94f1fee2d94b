/** Keeps a folder as Plakar keeps a snapshot: calls the routes, and takes what they give. */
package caldavbackup.folder;
