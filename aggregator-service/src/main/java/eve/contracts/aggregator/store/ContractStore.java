package eve.contracts.aggregator.store;

import eve.contracts.aggregator.validation.FetchedContract;
import eve.contracts.aggregator.validation.Verdict;
import eve.contracts.model.ContractClosed;
import eve.contracts.model.ContractEvent;
import eve.contracts.model.ContractHeader;
import eve.contracts.model.ContractStored;
import eve.contracts.model.ContractUnavailable;
import eve.contracts.model.EventJson;
import eve.contracts.model.Traceparent;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The only place where contracts are written. Each method is one statement, hence one transaction and one round
/// trip: the contract, its items and bids, and the outbox row of its event are committed together or not at all.
///
/// A contract is written on top of the version that was read before it was fetched, or not at all, so its versions are
/// in the order of its commits. An answer of ESI that is older than what is stored changes nothing.
@Component
public class ContractStore {

    private final JdbcClient jdbc;
    private final StoreSql sql = new StoreSql();

    ContractStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Stores a complete contract; writes an event when it is new, changed, or public again.
    ///
    /// @param known the contract as it was read before it was fetched
    /// @param trace of the work that led here, for the event
    /// @throws OptimisticLockingFailureException when somebody else stored it since: read it again
    /// @throws org.springframework.dao.DataAccessException when nothing was stored
    public StoreResult store(FetchedContract contract, Known known, @Nullable Traceparent trace) {
        Map<String, @Nullable Object> values = values(contract);
        return switch (known) {
            case Known.Nothing _, Known.Unavailable _ ->
                write(sql.create, values, event(contract, 1, ContractStored.Change.CREATED), trace);
            case Known.Stored stored -> {
                values.put("knownVersion", stored.version());
                yield write(sql.update, values, event(contract, stored.version() + 1, ContractStored.Change.UPDATED), trace);
            }
        };
    }

    private static ContractStored event(FetchedContract contract, long version, ContractStored.Change change) {
        return new ContractStored(
                contract.regionId(),
                version,
                change,
                contract.header(),
                contract.items(),
                contract.bids(),
                contract.fetchedAt());
    }

    private static Map<String, @Nullable Object> values(FetchedContract contract) {
        Map<String, @Nullable Object> values = header(contract.header());
        values.put("regionId", contract.regionId());
        values.put("items", EventJson.mapper().writeValueAsString(contract.items()));
        values.put("itemCount", contract.items().size());
        values.put("bids", EventJson.mapper().writeValueAsString(contract.bids()));
        values.put("bidCount", contract.bids().size());
        values.put("contentHash", ContentHash.of(contract));
        values.put("observedAt", Timestamp.from(contract.observedAt()));
        values.put("fetchedAt", Timestamp.from(contract.fetchedAt()));
        values.put("bidsFreshUntil", timestamp(contract.bidsFreshUntil()));
        values.put("bidsEtag", contract.bidsEtag());
        return values;
    }

    /// Closes a stored contract and keeps it as history, or records that a contract never stored is not to be had.
    ///
    /// @param known the contract as it was read before it was fetched
    /// @param trace of the work that led here, for the event
    /// @throws OptimisticLockingFailureException when the contract changed since: read it again
    public StoreResult close(long contractId, Known known, Verdict.Gone gone, @Nullable Traceparent trace) {
        return switch (known) {
            case Known.Nothing _, Known.Unavailable _ -> recordUnavailable(contractId, gone, trace);
            case Known.Stored stored -> close(stored, gone, trace);
        };
    }

    private StoreResult close(Known.Stored known, Verdict.Gone gone, @Nullable Traceparent trace) {
        long contractId = known.header().contractId();
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("contractId", contractId);
        values.put("knownVersion", known.version());
        values.put("reason", gone.reason().name());
        values.put("observedAt", Timestamp.from(gone.observedAt()));
        var event = new ContractClosed(
                contractId, known.regionId(), known.version() + 1, known.header(), gone.reason(), gone.observedAt());
        return write(sql.close, values, event, trace);
    }

    private StoreResult recordUnavailable(long contractId, Verdict.Gone gone, @Nullable Traceparent trace) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("contractId", contractId);
        values.put("reason", gone.reason().name());
        values.put("observedAt", Timestamp.from(gone.observedAt()));
        var event = new ContractUnavailable(contractId, gone.reason(), gone.observedAt());
        return write(sql.unavailable, values, event, trace);
    }

    private StoreResult write(String statement, Map<String, @Nullable Object> values, ContractEvent event, @Nullable Traceparent trace) {
        values.put("eventType", event.type().ceType());
        values.put("data", EventJson.mapper().writeValueAsString(event));
        values.put("traceparent", trace == null ? null : trace.value());
        return jdbc.sql(statement)
                .params(values)
                .query((row, number) -> result(row.getString("result"), event.contractId()))
                .optional()
                .orElse(StoreResult.UNCHANGED);
    }

    private static StoreResult result(String told, long contractId) {
        if ("CHANGED_MEANWHILE".equals(told)) {
            throw new OptimisticLockingFailureException("Contract " + contractId + " changed since it was read");
        }
        return StoreResult.valueOf(told);
    }

    private static Map<String, @Nullable Object> header(ContractHeader header) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("contractId", header.contractId());
        values.put("type", header.type().wireName());
        values.put("issuerId", header.issuerId());
        values.put("issuerCorporationId", header.issuerCorporationId());
        values.put("dateIssued", Timestamp.from(header.dateIssued()));
        values.put("dateExpired", Timestamp.from(header.dateExpired()));
        values.put("buyout", header.buyout());
        values.put("collateral", header.collateral());
        values.put("price", header.price());
        values.put("reward", header.reward());
        values.put("volume", header.volume());
        values.put("daysToComplete", header.daysToComplete());
        values.put("startLocationId", header.startLocationId());
        values.put("endLocationId", header.endLocationId());
        values.put("forCorporation", header.forCorporation());
        values.put("title", header.title());
        return values;
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant instant) {
        return instant == null ? null : Timestamp.from(instant);
    }
}
