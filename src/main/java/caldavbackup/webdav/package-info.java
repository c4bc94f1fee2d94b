/**
 * WebDAV (RFC 4918) without calendars: hrefs, names, multistatus answers, and the XML that servers
 * write.
 */
package caldavbackup.webdav;
