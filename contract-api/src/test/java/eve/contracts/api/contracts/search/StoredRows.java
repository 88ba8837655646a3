package eve.contracts.api.contracts.search;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Writes contracts into the tables as aggregator-service does: completely, in one transaction.
public record StoredRows(JdbcClient database, PlatformTransactionManager transactions) {

    public void clear() {
        transaction("truncate contract, contract_item, contract_bid, contract_term, open_term, unavailable_contract");
    }

    /// Stores an auction with all fields that a contract can have.
    public void auction(long id) {
        transaction(
                contract(id, 10_000_002, "auction", "100000000.0", 3, 1, "OPEN"),
                "update contract set buyout = 250000000.0, collateral = 0.0, reward = 1e9, volume = 0.0100000001,"
                        + " days_to_complete = 14, start_location_id = 60003760, end_location_id = 1035466617946,"
                        + " for_corporation = false, title = 'Gila \"abyssal\"', version = 7 where contract_id = " + id,
                "insert into contract_item values (" + id + ", 1, 47740, 1, true, 1045000000001, true, 10, 10, 20,"
                        + " '{\"createdBy\":5,\"sourceTypeId\":6,\"mutatorTypeId\":7,"
                        + "\"dogmaAttributes\":[{\"attributeId\":9,\"value\":5000.0000000000009}],"
                        + "\"dogmaEffects\":[{\"effectId\":10,\"isDefault\":true}]}', null)",
                "insert into contract_item values (" + id + ", 2, 47740, 1, true, 1045000000002, null, null, null,"
                        + " null, null, 'NOT_FOUND')",
                "insert into contract_item values (" + id + ", 3, 34, 1000000, false)",
                "insert into contract_bid values (" + id + ", 11, '2026-03-01T11:30:00Z', 120000000.0)");
    }

    /// Stores a contract with as few fields as possible.
    public void courier(long id) {
        transaction(contract(id, 10_000_043, "courier", "null", 0, 0, "OPEN"));
    }

    public void exchange(long id, long regionId, long typeId, String price, String status) {
        transaction(
                contract(id, regionId, "item_exchange", price, 1, 0, status),
                "insert into contract_item values (" + id + ", " + id + ", " + typeId + ", 1, true)");
    }

    /// Stores an exchange with the fields that searches read.
    public void offer(long id, String title, String price, String issued, String expired) {
        exchange(id, 10_000_002, 34, price, "OPEN");
        transaction("update contract set title = '" + title + "', date_issued = '" + issued + "', date_expired = '"
                + expired + "' where contract_id = " + id);
    }

    public void unavailable(long id) {
        transaction("insert into unavailable_contract values (" + id + ", 'NOT_FOUND', '2026-03-01T12:00:00Z')");
    }

    private static String contract(
            long id, long regionId, String type, String price, int items, int bids, String status) {
        var closedReason = status.equals("CLOSED") ? "'NOT_LISTED'" : "null";
        return "insert into contract (contract_id, region_id, type, issuer_id, issuer_corporation_id, date_issued,"
                + " date_expired, price, item_count, bid_count, status, closed_reason, version, content_hash,"
                + " observed_at, fetched_at) values ("
                + String.join(
                        ", ",
                        List.of(
                                "" + id,
                                "" + regionId,
                                "'" + type + "'",
                                "2",
                                "3",
                                "'2026-02-20T08:15:30Z'",
                                "'2096-03-06T08:15:30Z'",
                                price,
                                "" + items,
                                "" + bids,
                                "'" + status + "'",
                                closedReason,
                                "1",
                                "'\\x00'",
                                "'2026-03-01T12:05:00Z'",
                                "'2026-03-01T12:00:00Z'"))
                + ")";
    }

    private void transaction(String... statements) {
        new TransactionTemplate(transactions).executeWithoutResult(_ -> {
            for (var statement : statements) {
                database.sql(statement).update();
            }
        });
    }
}
