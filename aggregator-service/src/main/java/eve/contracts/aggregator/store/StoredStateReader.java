package eve.contracts.aggregator.store;

import eve.contracts.model.ContractBid;
import eve.contracts.model.ContractItem;
import eve.contracts.model.EventJson;
import eve.contracts.model.GoneReason;
import eve.contracts.schema.HeaderColumns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Reads the stored state of a contract, complete, in one round trip; reads that arrive while the database is
/// busy share one.
@Component
public class StoredStateReader {

    private static final String FIND = """
            select asked.contract_id as asked_id, c.*, u.reason as unavailable_reason, u.observed_at as unavailable_at,
                (select coalesce(json_agg(json_strip_nulls(json_build_object(
                        'recordId', i.record_id, 'typeId', i.type_id, 'quantity', i.quantity,
                        'isIncluded', i.is_included, 'itemId', i.item_id, 'isBlueprintCopy', i.is_blueprint_copy,
                        'runs', i.runs, 'materialEfficiency', i.material_efficiency,
                        'timeEfficiency', i.time_efficiency, 'dynamic', i.dynamic,
                        'dynamicUnavailable', i.dynamic_unavailable)) order by i.record_id), '[]')
                    from contract_item i where i.contract_id = c.contract_id) as items,
                (select coalesce(json_agg(json_build_object(
                        'bidId', b.bid_id, 'dateBid', to_char(b.date_bid at time zone 'UTC',
                            'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'amount', b.amount) order by b.bid_id), '[]')
                    from contract_bid b where b.contract_id = c.contract_id) as bids
            from unnest(?::bigint[]) as asked(contract_id)
            -- A limit keeps the lookup by key also in a plan that was made when the tables were empty.
            left join lateral (select * from contract where contract_id = asked.contract_id limit 1) c on true
            left join lateral (select * from unavailable_contract where contract_id = asked.contract_id limit 1) u
                on true""";

    private final JdbcClient jdbc;
    private final Batching<Long, StoredState> finding = new Batching<>(this::find);

    StoredStateReader(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public StoredState find(long contractId) {
        return finding.ask(contractId);
    }

    private List<StoredState> find(List<Long> contractIds) {
        Map<Long, StoredState> found = new HashMap<>();
        jdbc.sql(FIND).param(contractIds.toArray(Long[]::new)).query(row -> {
            found.put(row.getLong("asked_id"), known(row));
        });
        return contractIds.stream()
                .map(id -> found.getOrDefault(id, new StoredState.None()))
                .toList();
    }

    /// A stored contract that is public as far as is known.
    ///
    /// @param dueAt from then ESI may have newer bids or missing rolls; `null` when the contract has neither
    public record OpenContract(long contractId, @Nullable Instant dueAt) {
        public boolean isDue(Instant now) {
            return dueAt != null && !now.isBefore(dueAt);
        }
    }

    public List<OpenContract> openIn(long regionId) {
        return jdbc.sql("""
                        select contract_id, least(bids_fresh_until, rolls_due_at) as due_at
                        from contract where region_id = ? and status = 'OPEN'""")
                .param(regionId)
                .query((row, number) -> new OpenContract(row.getLong("contract_id"), instant(row, "due_at")))
                .list();
    }

    private static StoredState known(ResultSet row) throws SQLException {
        long version = row.getLong("version");
        if (version == 0) {
            Instant unavailableAt = instant(row, "unavailable_at");
            return unavailableAt == null
                    ? new StoredState.None()
                    : new StoredState.Unavailable(
                            GoneReason.valueOf(row.getString("unavailable_reason")), unavailableAt);
        }
        String closedReason = row.getString("closed_reason");
        return new StoredState.Stored(
                row.getLong("region_id"),
                version,
                HeaderColumns.read(row),
                List.of(EventJson.mapper().readValue(row.getString("items"), ContractItem[].class)),
                List.of(EventJson.mapper().readValue(row.getString("bids"), ContractBid[].class)),
                closedReason == null ? null : GoneReason.valueOf(closedReason),
                row.getTimestamp("observed_at").toInstant(),
                instant(row, "rolls_due_at"),
                instant(row, "bids_modified"),
                instant(row, "bids_fresh_until"),
                row.getString("bids_etag"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp value = row.getTimestamp(column);
        return value == null ? null : value.toInstant();
    }
}
