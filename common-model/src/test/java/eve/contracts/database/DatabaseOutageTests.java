package eve.contracts.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.SQLExceptionOverride.Override;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.postgresql.util.ServerErrorMessage;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.AbstractDataSource;

class DatabaseOutageTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "08000",
                "08001",
                "08003",
                "08006",
                "08P01", // connection
                "0A000", // a plan that no longer fits
                "25006",
                "25P02",
                "25P03",
                "25P04", // read-only, transaction state
                "24000",
                "34000",
                "3B001", // cursor, savepoint
                "0B000",
                "2D000",
                "F0000", // transaction, the server's configuration
                "26000", // statement unknown to the server
                "42P05", // statement there already, behind a pooler
                "28000",
                "28P01", // login
                "3D000",
                "3F000", // database, schema
                "40001",
                "40003",
                "40P01", // rollback: serialization, deadlock
                "42501",
                "42P01",
                "42703",
                "42883",
                "42704", // what is missing is missing for all
                "53000",
                "53100",
                "53200",
                "53300",
                "53400", // disk, memory, connections
                "55000",
                "55006",
                "55P03", // locks
                "57000",
                "57014",
                "57P01",
                "57P02",
                "57P03",
                "57P04",
                "57P05", // cancel, shutdown, crash, start
                "58000",
                "58030",
                "58P01" // input and output
            })
    void isNoFailureOfTheContract(String state) {
        assertThat(DatabaseOutage.isBehind(translated(new SQLException("x", state))))
                .isTrue();
        assertThat(DatabaseOutage.isBehind(translated(answer(state)))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "21000", "22001", "22003", "22021", "22P02", "22P05", "23502", "23505", "23514", "42601", "42804",
                "54000", "54011", "P0001", "XX000", "XX001", "XX002"
            })
    void whatTheContractsOwnDataCanCauseIsItsFailure(String state) {
        assertThat(DatabaseOutage.isBehind(translated(answer(state)))).isFalse();
    }

    @Test
    void aPoolThatHasNoConnectionToGiveIsAnOutageWhateverTheReason() {
        for (String state : new String[] {null, "08001", "28P01", "22023", "XX000"}) {
            assertThat(DatabaseOutage.isBehind(new CannotGetJdbcConnectionException(
                            "none", new SQLTransientConnectionException("timed out", state))))
                    .isTrue();
        }
    }

    @Test
    void aContractThatSomebodyElseWroteIsNoOutage() {
        assertThat(DatabaseOutage.isBehind(new OptimisticLockingFailureException("changed")))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"25006", "25P03", "25P04", "26000", "57P04", "57P05"})
    void aConnectionThatWillNeverDoAgainIsThrownAway(String state) {
        assertThat(new UnusableConnections().adjudicate(answer(state))).isEqualTo(Override.MUST_EVICT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"57014", "23505", "40001", "55P03", "53100"})
    void oneThatOnlySaidNoIsKept(String state) {
        assertThat(new UnusableConnections().adjudicate(answer(state))).isEqualTo(Override.CONTINUE_EVICT);
        assertThat(new UnusableConnections().adjudicate(new SQLException())).isEqualTo(Override.CONTINUE_EVICT);
    }

    private static PSQLException answer(String state) {
        return new PSQLException(new ServerErrorMessage("SERROR\0C" + state + "\0Mx\0"));
    }

    /// Returns the exception of Spring's JDBC for a statement that fails this way.
    private static DataAccessException translated(SQLException failure) {
        var translator = new JdbcTemplate(new AbstractDataSource() {
                    @java.lang.Override
                    public java.sql.Connection getConnection() throws SQLException {
                        throw new SQLException("no metadata", PSQLState.CONNECTION_UNABLE_TO_CONNECT.getState());
                    }

                    @java.lang.Override
                    public java.sql.Connection getConnection(String username, String password) throws SQLException {
                        return getConnection();
                    }
                })
                .getExceptionTranslator();
        DataAccessException translated = translator.translate("task", "select", failure);
        return translated == null
                ? new org.springframework.jdbc.UncategorizedSQLException("task", "select", failure)
                : translated;
    }
}
