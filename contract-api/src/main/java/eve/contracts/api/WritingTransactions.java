package eve.contracts.api;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionDefinition;

/// Runs the transactions of the connections that write. PostgreSQL ends a transaction whose connection stops
/// responding: otherwise its locks would block redrives and projections for as long as the server keeps the
/// connection, which may be hours.
@Component("transactionManager")
final class WritingTransactions extends JdbcTransactionManager {

    /// Longer than the socket timeout, after which this side has given up the transaction.
    private static final String PATIENCE = "set local idle_in_transaction_session_timeout = '15s'";

    WritingTransactions(DataSource connections) {
        super(connections);
    }

    @Override
    protected void prepareTransactionalConnection(Connection connection, TransactionDefinition definition)
            throws SQLException {
        super.prepareTransactionalConnection(connection, definition);
        try (Statement statement = connection.createStatement()) {
            statement.execute(PATIENCE);
        }
    }
}
