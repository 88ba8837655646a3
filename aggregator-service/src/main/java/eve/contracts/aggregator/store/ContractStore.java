package eve.contracts.aggregator.store;

import eve.contracts.aggregator.validation.FetchedContract;
import eve.contracts.aggregator.validation.SameFacts;
import eve.contracts.aggregator.validation.Verdict;
import eve.contracts.model.ContractClosed;
import eve.contracts.model.ContractEvent;
import eve.contracts.model.ContractStored;
import eve.contracts.model.ContractUnavailable;
import eve.contracts.model.EventJson;
import eve.contracts.model.Traceparent;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;

/// Writes contracts; nothing else does. Every write is one statement, hence one transaction and one round trip:
/// the contract, its items and bids, and the outbox row of its event are committed together or not at all.
///
/// A write succeeds only if the stored version is still the one that was read before the fetch, so versions are
/// in the order of the commits. An answer of ESI that is older than the stored state changes nothing. An answer
/// with the same facts writes no version and no event. It only updates how long the bids are fresh and when
/// rolls are due, and records that an id with an open dead letter has its answer.
@Component
public class ContractStore {

    private final JdbcClient jdbc;
    private final Clock clock;
    private final StoreSql sql = new StoreSql();
    private final Batching<ContractRow, Boolean> creating = new Batching<>(this::create);

    ContractStore(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /// Stores a complete contract; writes an event when it is new, changed, or public again. New contracts that
    /// arrive while the database is busy share a transaction.
    ///
    /// @param known the contract as it was read before it was fetched
    /// @param trace the trace of this work, for the event
    /// @throws OptimisticLockingFailureException when another transaction has stored it since: read it again
    /// @throws org.springframework.dao.DataAccessException when nothing was stored
    public StoreResult store(FetchedContract contract, StoredState known, @Nullable Traceparent trace) {
        return switch (known) {
            case StoredState.None _, StoredState.Unavailable _ -> create(contract, trace);
            case StoredState.Stored stored -> update(contract, stored, trace);
        };
    }

    private StoreResult create(FetchedContract contract, @Nullable Traceparent trace) {
        if (!creating.ask(ContractRow.of(contract, 1, ContractStored.Change.CREATED, trace))) {
            throw changedSinceRead(contract.header().contractId());
        }
        return StoreResult.CREATED;
    }

    private List<Boolean> create(List<ContractRow> rows) {
        Set<Long> created = jdbc.sql(sql.create)
                .param("contracts", EventJson.mapper().writeValueAsString(rows))
                .query((row, number) -> row.getLong(1))
                .set();
        return rows.stream().map(row -> created.contains(row.contractId())).toList();
    }

    private StoreResult update(FetchedContract contract, StoredState.Stored known, @Nullable Traceparent trace) {
        return isUnchanged(contract, known) ? confirm(contract, known) : change(contract, known, trace);
    }

    /// Compares with the state that was read: a row with the same version still has that state.
    private static boolean isUnchanged(FetchedContract contract, StoredState.Stored known) {
        return known.closedReason() == null
                && contract.regionId() == known.regionId()
                && SameFacts.in(contract.header(), known.header())
                && SameFacts.in(contract.bids(), known.bids())
                && contract.items().equals(known.items());
    }

    private StoreResult confirm(FetchedContract contract, StoredState.Stored known) {
        return result(
                contract.header().contractId(),
                jdbc.sql(sql.confirm)
                        .param("contractId", contract.header().contractId())
                        .param("knownVersion", known.version())
                        .param("observedAt", Timestamp.from(contract.observedAt()))
                        .param("fetchedAt", Timestamp.from(contract.fetchedAt()))
                        .param("rollsDueAt", timestamp(contract.rollsDueAt()))
                        .param("bidsModified", timestamp(contract.bidsModified()))
                        .param("bidsFreshUntil", timestamp(contract.bidsFreshUntil()))
                        .param("bidsEtag", contract.bidsEtag()));
    }

    private StoreResult change(FetchedContract contract, StoredState.Stored known, @Nullable Traceparent trace) {
        var row = ContractRow.of(contract, known.version() + 1, ContractStored.Change.UPDATED, trace);
        return result(
                row.contractId(),
                jdbc.sql(sql.update)
                        .param("contractId", row.contractId())
                        .param("knownVersion", known.version())
                        .param("contract", EventJson.mapper().writeValueAsString(row)));
    }

    /// Closes a stored contract and keeps it as history, or records that a contract that was never stored is
    /// unavailable.
    ///
    /// @param known the contract as it was read before it was fetched
    /// @param trace the trace of this work, for the event
    /// @throws OptimisticLockingFailureException when the contract changed since: read it again
    public StoreResult close(long contractId, StoredState known, Verdict.Gone gone, @Nullable Traceparent trace) {
        return switch (known) {
            case StoredState.None _, StoredState.Unavailable _ ->
                gone(
                        sql.unavailable,
                        0,
                        gone,
                        new ContractUnavailable(contractId, gone.reason(), gone.observedAt()),
                        trace);
            case StoredState.Stored stored -> close(stored, gone, trace);
        };
    }

    private StoreResult close(StoredState.Stored known, Verdict.Gone gone, @Nullable Traceparent trace) {
        var event = new ContractClosed(
                known.header().contractId(),
                known.regionId(),
                known.version() + 1,
                known.header(),
                gone.reason(),
                gone.observedAt());
        return gone(sql.close, known.version(), gone, event, trace);
    }

    private StoreResult gone(
            String statement, long knownVersion, Verdict.Gone gone, ContractEvent event, @Nullable Traceparent trace) {
        return result(
                event.contractId(),
                jdbc.sql(statement)
                        .param("contractId", event.contractId())
                        .param("knownVersion", knownVersion)
                        .param("reason", gone.reason().name())
                        .param("observedAt", Timestamp.from(gone.observedAt()))
                        .param("answeredAt", Timestamp.from(clock.instant()))
                        .param("eventType", event.type().ceType())
                        .param("data", EventJson.write(event))
                        .param("traceparent", trace == null ? null : trace.value()));
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant instant) {
        return instant == null ? null : Timestamp.from(instant);
    }

    private static StoreResult result(long contractId, StatementSpec statement) {
        String result = statement.query(String.class).optional().orElse(StoreResult.UNCHANGED.name());
        if ("CHANGED_MEANWHILE".equals(result)) {
            throw changedSinceRead(contractId);
        }
        return StoreResult.valueOf(result);
    }

    private static OptimisticLockingFailureException changedSinceRead(long contractId) {
        return new OptimisticLockingFailureException("Contract " + contractId + " changed since it was read");
    }
}
