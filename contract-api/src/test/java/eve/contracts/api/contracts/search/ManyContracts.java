package eve.contracts.api.contracts.search;

import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/// Fills the tables with contracts that are distributed like real ones: a few large regions and many small
/// ones, few open contracts, and item types and words that are in most contracts or in hardly any.
final class ManyContracts {

    private static final String CLEAR = "truncate contract, contract_item, contract_bid, contract_term, open_term";

    private static final List<String> STATEMENTS = List.of(
            "set session_replication_role = replica",
            CLEAR,
            "select setseed(0.5)",
            """
            insert into contract (contract_id, region_id, type, issuer_id, issuer_corporation_id, date_issued,
                date_expired, price, title, item_count, bid_count, status, closed_reason, version, content_hash,
                observed_at, fetched_at)
            select id, 10000001 + floor(70 * region ^ 4), type, 2, 3, issued, case when id > n * 0.9 then timestamptz '2096-01-01Z' else issued end
                    + (1 + id % 28) * interval '1 day',
                case when type <> 'courier' then round((10 ^ (4 + 6 * luck))::numeric, 2) end,
                case when word < 0.4 then (array['Gila', 'Tengu fitted', 'Gilded PLEX', 'mining barge'])[1 + floor(10 * word)]
                    || ' ' || id % 1000 else '' end,
                2, 0, case when id > n * 0.9 then 'OPEN' else 'CLOSED' end,
                case when id <= n * 0.9 then 'NOT_LISTED' end, 1, '\\x00', issued, issued
            from (select id, n, random() as region, random() as luck, random() as word,
                timestamptz '2026-11-01 00:00Z' - (n - id) * interval '1 minute' as issued,
                case when id % 13 = 0 then 'courier' when id % 11 = 0 then 'auction' else 'item_exchange' end as type
                from (values (100000)) as size(n), generate_series(1, n) as id) as made
            """,
            """
            insert into contract_item (contract_id, record_id, type_id, quantity, is_included)
            select id, record, 1 + floor(5000 * random() ^ 3), 1, true
            from (select contract_id as id from contract) as made, generate_series(1, 2) as record
            """,
            "select add_terms(array(select contract_id from contract))",
            "reset session_replication_role",
            "vacuum (analyze) contract, contract_item, contract_term, open_term");

    static void fill(JdbcTemplate database) {
        database.execute((java.sql.Connection connection) -> {
            try (var statement = connection.createStatement()) {
                for (var sql : STATEMENTS) {
                    statement.execute(sql);
                }
            }
            return null;
        });
    }

    static void clear(JdbcTemplate database) {
        database.execute(CLEAR);
    }

    private ManyContracts() {}
}
