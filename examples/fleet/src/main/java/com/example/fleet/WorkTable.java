package com.example.fleet;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * The tables of the fleet: attempts at accounts that are not done with, messages that wait, and a
 * row for each account that a worker locks. The lock of a worker that is killed ends with its
 * connection.
 */
final class WorkTable {
  private static final List<String> TABLES =
      List.of(
          "CREATE TABLE IF NOT EXISTS fleet_attempts (id VARCHAR(100) NOT NULL PRIMARY KEY, attempts INT NOT NULL, reason TEXT)",
          "CREATE TABLE IF NOT EXISTS fleet_later (id VARCHAR(100) NOT NULL PRIMARY KEY, due BIGINT NOT NULL, message TEXT NOT NULL)",
          "CREATE TABLE IF NOT EXISTS fleet_lock (id VARCHAR(100) NOT NULL PRIMARY KEY)");
  private static final int MOST = 500;
  private static final String UNDER_WAY = "under way";

  private final DataSource database;
  private boolean isMade;

  /** What is known of an account's attempts. */
  record Row(int attempts, String reason) {
    /** Whether the last attempt came to no end: its worker did. */
    boolean isCutOff() {
      return UNDER_WAY.equals(reason);
    }
  }

  /** A message that waits; {@code due} in milliseconds since 1970. */
  public record Waiting(String id, long due, String message) {}

  /** An account that no other worker has. */
  record Lock(Connection connection) implements AutoCloseable {
    @Override
    public void close() {
      try (connection) {
        connection.rollback();
        connection.setAutoCommit(true);
      } catch (SQLException e) {
        // the database is away, and its locks with it
      }
    }
  }

  WorkTable(DataSource database) {
    this.database = database;
  }

  private synchronized Connection open() throws SQLException {
    Connection connection = database.getConnection();
    if (!isMade) {
      try {
        for (String table : TABLES) {
          update(connection, table);
        }
        isMade = true;
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
    }
    return connection;
  }

  /** Locks an account; null when another worker has it. */
  Lock lock(String id) throws SQLException {
    Connection connection = open();
    boolean isLocked = false;
    try {
      insertLock(connection, id);
      connection.setAutoCommit(false);
      try (PreparedStatement lock =
          connection.prepareStatement("SELECT id FROM fleet_lock WHERE id = ? FOR UPDATE NOWAIT")) {
        lock.setString(1, id);
        lock.executeQuery().close();
        isLocked = true;
        return new Lock(connection);
      } catch (SQLException e) {
        if (isLockedByOther(e)) {
          return null;
        }
        throw e;
      }
    } finally {
      if (!isLocked) {
        new Lock(connection).close();
      }
    }
  }

  private static void insertLock(Connection connection, String id) throws SQLException {
    try (PreparedStatement known = connection.prepareStatement("SELECT id FROM fleet_lock WHERE id = ?")) {
      known.setString(1, id);
      try (ResultSet rows = known.executeQuery()) {
        if (rows.next()) {
          return;
        }
      }
    }
    try {
      update(connection, "INSERT INTO fleet_lock VALUES (?)", id);
    } catch (SQLException e) {
      if (!String.valueOf(e.getSQLState()).startsWith("23")) {
        throw e; // else another worker was faster
      }
    }
  }

  /** 55P03 of PostgreSQL, HYT00 of H2; MySQL and MariaDB have numbers of their own. */
  private static boolean isLockedByOther(SQLException e) {
    return List.of("55P03", "HYT00").contains(String.valueOf(e.getSQLState()))
        || e.getErrorCode() == 3572
        || e.getErrorCode() == 1205
        || e.getErrorCode() == 50200;
  }

  Row read(String id) throws SQLException {
    try (Connection connection = open();
        PreparedStatement read = connection.prepareStatement("SELECT attempts, reason FROM fleet_attempts WHERE id = ?")) {
      read.setString(1, id);
      try (ResultSet rows = read.executeQuery()) {
        return rows.next() ? new Row(rows.getInt(1), rows.getString(2)) : new Row(0, "");
      }
    }
  }

  void write(String id, int attempts, String reason) throws SQLException {
    try (Connection connection = open()) {
      if (update(connection, "UPDATE fleet_attempts SET attempts = ?, reason = ? WHERE id = ?", attempts, reason, id) == 0) {
        update(connection, "INSERT INTO fleet_attempts VALUES (?, ?, ?)", id, attempts, reason);
      }
    }
  }

  /** An attempt begins. */
  void begin(String id, int attempts) throws SQLException {
    write(id, attempts, UNDER_WAY);
  }

  void forget(String id) throws SQLException {
    try (Connection connection = open()) {
      update(connection, "DELETE FROM fleet_attempts WHERE id = ?", id);
    }
  }

  /** A message waits; one of the same account that waits already goes. */
  void later(String id, long due, String message) throws SQLException {
    try (Connection connection = open()) {
      if (update(connection, "UPDATE fleet_later SET due = ?, message = ? WHERE id = ?", due, message, id) == 0) {
        update(connection, "INSERT INTO fleet_later VALUES (?, ?, ?)", id, due, message);
      }
    }
  }

  List<Waiting> due(long now) throws SQLException {
    List<Waiting> due = new ArrayList<>();
    try (Connection connection = open();
        PreparedStatement read =
            connection.prepareStatement("SELECT id, due, message FROM fleet_later WHERE due <= ? ORDER BY due")) {
      read.setMaxRows(MOST);
      read.setLong(1, now);
      try (ResultSet rows = read.executeQuery()) {
        while (rows.next()) {
          due.add(new Waiting(rows.getString(1), rows.getLong(2), rows.getString(3)));
        }
      }
    }
    return due;
  }

  /** A message was sent, and waits no longer, unless it was put back meanwhile. */
  void sent(Waiting message) throws SQLException {
    try (Connection connection = open()) {
      update(connection, "DELETE FROM fleet_later WHERE id = ? AND due = ?", message.id(), message.due());
    }
  }

  /** Runs a statement; how many rows it changed. */
  static int update(Connection connection, String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      return statement.executeUpdate();
    }
  }
}
