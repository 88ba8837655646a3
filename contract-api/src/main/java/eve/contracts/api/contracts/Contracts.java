package eve.contracts.api.contracts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/// Reads contracts from the tables that aggregator-service fills.
@Repository
class Contracts {

    private final JdbcClient database;
    private final TransactionTemplate snapshot;

    Contracts(JdbcClient database, PlatformTransactionManager transactions) {
        this.database = database;
        this.snapshot = new TransactionTemplate(transactions);
        snapshot.setReadOnly(true);
        snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    }

    /// The contract with the items and bids of the same version: all three are read from one snapshot.
    Optional<StoredContract> find(long contractId) {
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
                            ContractStatus.valueOf(row.getString("status")),
                            row.getString("closed_reason"),
                            row.getLong("version"),
                            ContractRows.time(row, "fetched_at"),
                            items,
                            bids))
                    .optional();
        });
    }

    /// Latest ids first. Walks the primary key downwards from the cursor, or for a `typeId` the index on items.
    ContractPage search(ContractSearch search) {
        var conditions = new ArrayList<String>();
        var values = new ArrayList<Object>();
        restrict(search, conditions, values);
        var where = conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
        values.add(search.limit() + 1);
        var found = database.sql("select " + ContractRows.HEADER_COLUMNS
                        + ", region_id, status, closed_reason, version, fetched_at, item_count, bid_count from contract"
                        + where + " order by contract_id desc limit ?")
                .params(values)
                .query((row, _) -> summary(row))
                .list();
        if (found.size() <= search.limit()) {
            return new ContractPage(found, null);
        }
        var page = found.subList(0, search.limit());
        return new ContractPage(page, new Cursor(page.getLast().header().contractId()).text());
    }

    private static void restrict(ContractSearch search, List<String> conditions, List<Object> values) {
        if (search.cursor() != null) {
            conditions.add("contract_id < ?");
            values.add(search.cursor().lastId());
        }
        if (search.regionId() != null) {
            conditions.add("region_id = ?");
            values.add(search.regionId());
        }
        if (search.type() != null) {
            conditions.add("type = ?");
            values.add(search.type().wireName());
        }
        if (search.typeId() != null) {
            conditions.add("contract_id in (select contract_id from contract_item where type_id = ?)");
            values.add(search.typeId());
        }
        if (search.status() != null) {
            conditions.add("status = ?");
            values.add(search.status().name());
        }
        if (search.minPrice() != null) {
            conditions.add("price >= ?");
            values.add(search.minPrice());
        }
        if (search.maxPrice() != null) {
            conditions.add("price <= ?");
            values.add(search.maxPrice());
        }
    }

    private static ContractSummary summary(ResultSet row) throws SQLException {
        return new ContractSummary(
                ContractRows.header(row),
                row.getLong("region_id"),
                ContractStatus.valueOf(row.getString("status")),
                row.getString("closed_reason"),
                row.getLong("version"),
                ContractRows.time(row, "fetched_at"),
                row.getInt("item_count"),
                row.getInt("bid_count"));
    }
}
