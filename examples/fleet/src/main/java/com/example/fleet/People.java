package com.example.fleet;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import javax.naming.Context;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.SearchResult;
import javax.naming.ldap.InitialLdapContext;
import javax.naming.ldap.LdapContext;

/** Bean {@code people}: where a list of accounts comes from, when it is a file or a directory. */
public final class People {
  private final Settings settings;

  /** People of the directory that the properties name. */
  public People(Settings settings) {
    this.settings = settings;
  }

  /** The file of comma-separated values, as it is now. */
  public InputStream file() throws IOException {
    Path file = Path.of(settings.text("fleet.csv"));
    if (!Files.exists(file)) {
      throw new IllegalStateException("there is no file " + file + " (fleet.csv): no account is backed up");
    }
    return Files.newInputStream(file);
  }

  /**
   * A connection to the directory: bean {@code directory}, which camel-ldap closes.
   *
   * @throws IllegalStateException when it cannot be reached
   */
  LdapContext directory() {
    Hashtable<String, String> environment = new Hashtable<>();
    environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.ldap.LdapCtxFactory");
    environment.put(Context.PROVIDER_URL, settings.text("fleet.ldap.url"));
    if (!settings.text("fleet.ldap.user").isEmpty()) {
      environment.put(Context.SECURITY_AUTHENTICATION, "simple");
      environment.put(Context.SECURITY_PRINCIPAL, settings.text("fleet.ldap.user"));
      environment.put(Context.SECURITY_CREDENTIALS, settings.text("fleet.ldap.password"));
    }
    try {
      return new InitialLdapContext(environment, null);
    } catch (NamingException e) {
      throw new IllegalStateException("the directory " + settings.text("fleet.ldap.url") + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** A row for each entry: its attributes by the names of columns, the location, and where the password is. */
  public List<Map<String, Object>> rows(Collection<SearchResult> entries) throws NamingException {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (SearchResult entry : entries) {
      Map<String, Object> row = new HashMap<>();
      row.put("location", settings.text("fleet.ldap.location"));
      for (String column : settings.text("fleet.ldap.columns").split(",")) {
        String[] names = column.strip().split("=", 2);
        Attribute value = entry.getAttributes().get(names[names.length - 1]);
        if (value != null) {
          row.put(names[0], value.get());
        }
      }
      if (!settings.text("fleet.ldap.secret").isEmpty() && row.get("id") != null) {
        row.putIfAbsent("password", settings.text("fleet.ldap.secret") + row.get("id"));
      }
      rows.add(row);
    }
    return rows;
  }
}
