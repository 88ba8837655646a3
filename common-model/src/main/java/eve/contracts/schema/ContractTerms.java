package eve.contracts.schema;

import eve.contracts.database.DatabaseLogin;
import eve.contracts.database.SingleConnections;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Counts and rewrites the terms by which searches find contracts. Normally triggers of the database write them
/// when contracts are stored.
public final class ContractTerms {

    private final JdbcClient database;

    /// @param database accessed over a connection without the limits of the pool: with many contracts the
    ///     rewrite takes minutes
    ContractTerms(JdbcConnectionDetails database) {
        this.database =
                JdbcClient.create(SingleConnections.to(DatabaseLogin.of(database), SingleConnections.UNBOUNDED));
    }

    /// Rewrites all terms, a thousand contracts in each transaction.
    public void refill() {
        database.sql("call refill_terms(false)").update();
    }

    public long openContracts() {
        return database.sql("select count(*) from open_term where term = '*'")
                .query(Long.class)
                .single();
    }
}
