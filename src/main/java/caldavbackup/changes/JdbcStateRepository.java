package caldavbackup.changes;

import caldavbackup.states.AtomicStates;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.Statement;
import java.util.HexFormat;
import javax.sql.DataSource;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.StateRepository;
import org.apache.camel.support.service.ServiceSupport;

/**
 * A state store in a database table, for workers on several machines. The table is created if it
 * does not exist. The SQL statements work with PostgreSQL, MySQL, MariaDB and H2.
 *
 * <p>Each state is written in its own transaction and is durable when {@link #setState} returns,
 * whatever transaction the caller uses. Rows are found by the SHA-256 of their key, because the
 * keys are too long for an index.
 */
public final class JdbcStateRepository extends ServiceSupport
    implements StateRepository<String, String>, AtomicStates {
  private final DataSource database;
  private final String table;

  /** Creates a store in table {@code caldav_state} of the database. */
  public JdbcStateRepository(DataSource database) {
    this(database, "caldav_state");
  }

  /**
   * Creates a store in a table of the database.
   *
   * @param table a name of letters, digits and underscores, optionally with a schema and a dot
   *     before it
   * @throws IllegalArgumentException when the name has another form
   */
  public JdbcStateRepository(DataSource database, String table) {
    if (!table.matches("(\\w+\\.)?\\w+")) {
      throw new IllegalArgumentException("'" + table + "' is not a valid table name");
    }
    this.database = database;
    this.table = table;
  }

  @Override
  protected void doStart() throws SQLException {
    try (Connection connection = database.getConnection();
        Statement make = connection.createStatement()) {
      make.executeUpdate(
          "CREATE TABLE IF NOT EXISTS "
              + table
              + " (id CHAR(64) NOT NULL PRIMARY KEY, name TEXT NOT NULL, state TEXT NOT NULL)");
      commit(connection);
    } catch (SQLException e) {
      requireTable(e);
    }
  }

  /**
   * Another worker may create the table at the same time, or this user may not be allowed to create
   * tables.
   */
  private void requireTable(SQLException notMade) throws SQLException {
    try {
      getState("");
    } catch (RuntimeException e) {
      notMade.addSuppressed(e);
      throw notMade;
    }
  }

  @Override
  public String getState(String key) {
    try (Connection connection = database.getConnection();
        PreparedStatement read =
            connection.prepareStatement("SELECT state FROM " + table + " WHERE id = ?")) {
      read.setString(1, id(key));
      String state;
      try (ResultSet rows = read.executeQuery()) {
        state = rows.next() ? rows.getString(1) : null;
      }
      commit(connection);
      return state;
    } catch (SQLException e) {
      throw new RuntimeCamelException(e.getMessage(), e);
    }
  }

  @Override
  public void setState(String key, String state) {
    try (Connection connection = database.getConnection()) {
      if (state == null || state.isEmpty()) { // an empty state means none
        update(connection, "DELETE FROM " + table + " WHERE id = ?", id(key));
      } else if (!write(connection, id(key), state) && !inserts(connection, id(key), key, state)) {
        write(connection, id(key), state); // another worker was faster
      }
      commit(connection);
    } catch (SQLException e) {
      throw new RuntimeCamelException(e.getMessage(), e);
    }
  }

  @Override
  public boolean replaceState(String key, String expected, String state) {
    String id = id(key);
    try (Connection connection = database.getConnection()) {
      boolean isDone;
      if (expected == null) {
        isDone = inserts(connection, id, key, state);
      } else if (state == null) {
        String delete = "DELETE FROM " + table + " WHERE id = ? AND state = ?";
        isDone = update(connection, delete, id, expected) > 0;
      } else {
        String write = "UPDATE " + table + " SET state = ? WHERE id = ? AND state = ?";
        isDone = update(connection, write, state, id, expected) > 0;
      }
      commit(connection);
      return isDone;
    } catch (SQLException e) {
      throw new RuntimeCamelException(e.getMessage(), e);
    }
  }

  /** Adds a row; false when one is there. */
  private boolean inserts(Connection connection, String id, String key, String state)
      throws SQLException {
    try {
      update(connection, "INSERT INTO " + table + " VALUES (?, ?, ?)", id, key, state);
      return true;
    } catch (SQLException e) {
      if (!isThere(e)) {
        throw e;
      }
      if (!connection.getAutoCommit()) {
        connection.rollback();
      }
      return false;
    }
  }

  private boolean write(Connection connection, String id, String state) throws SQLException {
    return update(connection, "UPDATE " + table + " SET state = ? WHERE id = ?", state, id) > 0;
  }

  private static boolean isThere(SQLException e) {
    return e instanceof SQLIntegrityConstraintViolationException
        || String.valueOf(e.getSQLState()).startsWith("23");
  }

  private static int update(Connection connection, String sql, String... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setString(i + 1, values[i]);
      }
      return statement.executeUpdate();
    }
  }

  /** Connection pools may return connections without auto-commit. */
  private static void commit(Connection connection) throws SQLException {
    if (!connection.getAutoCommit()) {
      connection.commit();
    }
  }

  private static String id(String key) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
