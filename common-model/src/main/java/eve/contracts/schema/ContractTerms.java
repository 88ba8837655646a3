package eve.contracts.schema;

import eve.contracts.database.DatabaseLogin;
import eve.contracts.database.SingleConnections;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The terms that contracts are found by; the triggers of the database write them as contracts are stored.
public final class ContractTerms {

    private final JdbcClient database;

    /// @param database is asked over a connection without the limits of the pool: with many contracts it takes
    ///     minutes
    ContractTerms(JdbcConnectionDetails database) {
        this.database =
                JdbcClient.create(SingleConnections.to(DatabaseLogin.of(database), SingleConnections.UNBOUNDED));
    }

    /// Rewrites them, a thousand contracts a transaction.
    public void refill() {
        database.sql("call refill_terms(false)").update();
    }

    public long openContracts() {
        return database.sql("select count(*) from open_term where term = '*'")
                .query(Long.class)
                .single();
    }
}
