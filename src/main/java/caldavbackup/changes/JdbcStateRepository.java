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
 * A store of states in a table of a database, for workers on several machines. The table is made
 * when it is not there; PostgreSQL, MySQL, MariaDB and H2 take its statements.
 *
 * <p>Each state is written by itself and is durable when {@link #setState} returns, whatever
 * transaction the caller is in. A row is found by the SHA-256 of its key, because no index takes
 * keys that are so long.
 */
public final class JdbcStateRepository extends ServiceSupport
    implements StateRepository<String, String>, AtomicStates {
  private final DataSource database;
  private final String table;

  /** A store in table {@code caldav_state} of the database. */
  public JdbcStateRepository(DataSource database) {
    this(database, "caldav_state");
  }

  /**
   * A store in a table of the database.
   *
   * @param table letters, digits and underscores, perhaps with a schema and a dot before
   * @throws IllegalArgumentException when it has another name
   */
  public JdbcStateRepository(DataSource database, String table) {
    if (!table.matches("(\\w+\\.)?\\w+")) {
      throw new IllegalArgumentException("'" + table + "' is no name of a table");
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

  /** Another worker may make the table at the same time, or this user may make none. */
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
      if (state == null || state.isEmpty()) { // a state that is empty stands for none
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

  /** Pools may hand out connections that do not commit by themselves. */
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
