package eve.contracts.api.contracts.search;

import eve.contracts.api.contracts.ContractPage;
import eve.contracts.api.reading.ReadingDatabase.Reading;
import java.time.Clock;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;

/// Runs searches.
@Repository
class Searches {

    private final JdbcClient jdbc;
    private final TransactionTemplate snapshot;
    private final Clock clock;

    Searches(@Reading JdbcClient jdbc, @Reading TransactionTemplate snapshot, Clock clock) {
        this.jdbc = jdbc;
        this.snapshot = snapshot;
        this.clock = clock;
    }

    /// Returns the page; all its statements read from one snapshot of the database.
    ContractPage page(ContractSearch search) {
        var now = clock.instant();
        return Objects.requireNonNull(snapshot.execute(_ -> SearchQuery.page(search, now, jdbc)));
    }
}
