package eve.contracts.aggregator.store;

import java.time.Instant;
import java.time.OffsetDateTime;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Prepares the contracts of a database that was restored to an earlier state.
public final class RestoredContracts {

    private final JdbcClient database;

    RestoredContracts(DataSource database) {
        this.database = JdbcClient.create(database);
    }

    /// Returns when the last answer was stored; the epoch when there is none.
    public Instant lastAnswer() {
        return database.sql("select coalesce(max(greatest(fetched_at, answered_at)), 'epoch') from contract")
                .query(OffsetDateTime.class)
                .single()
                .toInstant();
    }

    /// @return the number of contracts whose version was raised
    public long raiseVersions(int by) {
        return database.sql("update contract set version = version + :by")
                .param("by", by)
                .update();
    }
}
