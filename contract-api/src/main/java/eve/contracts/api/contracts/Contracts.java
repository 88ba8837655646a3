package eve.contracts.api.contracts;

import java.time.Clock;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;

/// Reads contracts from the tables that aggregator-service fills.
@Repository
class Contracts {

    private final JdbcClient database;
    private final TransactionTemplate snapshot;
    private final Clock clock;

    Contracts(@ReadingDatabase.Reading DataSource reading, ReadProperties properties, Clock clock) {
        this.clock = clock;
        this.database = ReadingDatabase.client(reading, properties);
        this.snapshot = ReadingDatabase.snapshot(reading);
    }

    /// The contract with the items and bids of the same version: all three are read from one snapshot.
    Optional<StoredContract> find(long contractId) {
        var now = clock.instant();
        return snapshot.execute(_ -> {
            var items = database.sql("select * from contract_item where contract_id = ? order by record_id")
                    .param(contractId)
                    .query(ContractRows::item)
                    .list();
            var bids = database.sql("select * from contract_bid where contract_id = ? order by bid_id")
                    .param(contractId)
                    .query(ContractRows::bid)
                    .list();
            return database.sql("select " + ContractRows.HEADER_COLUMNS
                            + ", region_id, status, closed_reason, version, fetched_at from contract"
                            + " where contract_id = ?")
                    .param(contractId)
                    .query((row, _) -> new StoredContract(
                            ContractRows.header(row),
                            row.getLong("region_id"),
                            ContractRows.status(row, now),
                            row.getString("closed_reason"),
                            row.getLong("version"),
                            ContractRows.time(row, "fetched_at"),
                            items,
                            bids))
                    .optional();
        });
    }

    /// The page, of one state of the database, however many statements it takes.
    ContractPage search(ContractSearch search) {
        var now = clock.instant();
        return snapshot.execute(_ -> SearchQuery.page(search, now, database));
    }
}
