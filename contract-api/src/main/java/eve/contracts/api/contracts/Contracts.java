package eve.contracts.api.contracts;

import eve.contracts.api.reading.ReadingDatabase.Reading;
import eve.contracts.schema.Columns;
import eve.contracts.schema.HeaderColumns;
import java.time.Clock;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;

/// Reads contracts from the tables that aggregator-service fills.
@Repository
public class Contracts {

    private final JdbcClient jdbc;
    private final TransactionTemplate snapshot;
    private final Clock clock;

    public Contracts(@Reading JdbcClient jdbc, @Reading TransactionTemplate snapshot, Clock clock) {
        this.jdbc = jdbc;
        this.snapshot = snapshot;
        this.clock = clock;
    }

    /// Returns the contract with the items and bids of the same version: all three are read from one snapshot.
    public Optional<StoredContract> find(long contractId) {
        var now = clock.instant();
        return snapshot.execute(_ -> {
            var items = jdbc.sql("select * from contract_item where contract_id = ? order by record_id")
                    .param(contractId)
                    .query(ContractRows::item)
                    .list();
            var bids = jdbc.sql("select * from contract_bid where contract_id = ? order by bid_id")
                    .param(contractId)
                    .query(ContractRows::bid)
                    .list();
            return jdbc.sql("select " + HeaderColumns.NAMES
                            + ", region_id, status, closed_reason, version, fetched_at from contract"
                            + " where contract_id = ?")
                    .param(contractId)
                    .query((row, _) -> new StoredContract(
                            HeaderColumns.read(row),
                            row.getLong("region_id"),
                            ContractRows.status(row, now),
                            row.getString("closed_reason"),
                            row.getLong("version"),
                            Columns.instant(row, "fetched_at"),
                            items,
                            bids))
                    .optional();
        });
    }
}
