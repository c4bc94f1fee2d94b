package com.example.fleet;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** The table of manifests that wait for their objects: of each calendar the newest one. */
final class ManifestTable {
  private static final String TABLE =
      "CREATE TABLE IF NOT EXISTS fleet_manifests (account VARCHAR(100) NOT NULL, calendar VARCHAR(300) NOT NULL,"
          + " since BIGINT NOT NULL, due BIGINT NOT NULL, message TEXT NOT NULL, PRIMARY KEY (account, calendar))";
  private static final String COLUMNS = "SELECT account, calendar, since, due, message FROM fleet_manifests WHERE ";
  private static final String ONE = " WHERE account = ? AND calendar = ?";
  private static final int MOST = 100;

  private final DataSource database;
  private boolean isMade;

  /** A manifest that waits; {@code since} and {@code due} in milliseconds since 1970. */
  public record Waiting(String account, String calendar, long since, long due, String message) {
    /** As text: Kafka would carry a number in a header as its bytes. */
    public String sinceText() {
      return String.valueOf(since);
    }
  }

  ManifestTable(DataSource database) {
    this.database = database;
  }

  private synchronized Connection open() throws SQLException {
    Connection connection = database.getConnection();
    if (!isMade) {
      try {
        WorkTable.update(connection, TABLE);
        isMade = true;
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
    }
    return connection;
  }

  /** The manifest of a calendar that waits; null when none does. */
  Waiting read(String account, String calendar) throws SQLException {
    List<Waiting> rows = rows(COLUMNS + "account = ? AND calendar = ?", account, calendar);
    return rows.isEmpty() ? null : rows.get(0);
  }

  /** Those to be looked at again. */
  List<Waiting> due(long now) throws SQLException {
    return rows(COLUMNS + "due <= ? ORDER BY due", now);
  }

  private List<Waiting> rows(String sql, Object... values) throws SQLException {
    List<Waiting> waiting = new ArrayList<>();
    try (Connection connection = open();
        PreparedStatement read = connection.prepareStatement(sql)) {
      read.setMaxRows(MOST);
      for (int i = 0; i < values.length; i++) {
        read.setObject(i + 1, values[i]);
      }
      try (ResultSet rows = read.executeQuery()) {
        while (rows.next()) {
          waiting.add(
              new Waiting(rows.getString(1), rows.getString(2), rows.getLong(3), rows.getLong(4), rows.getString(5)));
        }
      }
    }
    return waiting;
  }

  /** A manifest waits; an older one of the calendar does so no longer. */
  void write(Waiting one) throws SQLException {
    try (Connection connection = open()) {
      String update = "UPDATE fleet_manifests SET since = ?, due = ?, message = ?" + ONE;
      if (WorkTable.update(connection, update, one.since(), one.due(), one.message(), one.account(), one.calendar()) == 0) {
        String insert = "INSERT INTO fleet_manifests VALUES (?, ?, ?, ?, ?)";
        WorkTable.update(connection, insert, one.account(), one.calendar(), one.since(), one.due(), one.message());
      }
    }
  }

  /** A manifest was sent: it is sent again at {@code due}, unless something becomes of it before. */
  void sent(Waiting one, long due) throws SQLException {
    try (Connection connection = open()) {
      String update = "UPDATE fleet_manifests SET due = ?" + ONE + " AND due = ?";
      WorkTable.update(connection, update, due, one.account(), one.calendar(), one.due());
    }
  }

  /** No manifest of the calendar waits. */
  void forget(String account, String calendar) throws SQLException {
    try (Connection connection = open()) {
      WorkTable.update(connection, "DELETE FROM fleet_manifests" + ONE, account, calendar);
    }
  }
}
