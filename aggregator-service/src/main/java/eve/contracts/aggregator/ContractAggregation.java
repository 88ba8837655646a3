package eve.contracts.aggregator;

import eve.contracts.aggregator.esi.ContractSource;
import eve.contracts.aggregator.outbox.OutboxRelay;
import eve.contracts.aggregator.store.ContractStore;
import eve.contracts.aggregator.store.OutageLog;
import eve.contracts.aggregator.store.StoreResult;
import eve.contracts.aggregator.store.StoredState;
import eve.contracts.aggregator.store.StoredStateReader;
import eve.contracts.aggregator.tracing.Spans;
import eve.contracts.aggregator.validation.FetchFailedException;
import eve.contracts.aggregator.validation.Verdict;
import eve.contracts.database.DatabaseOutage;
import eve.contracts.model.ContractIdMessage;
import eve.contracts.model.FailureReason;
import eve.contracts.model.Traceparent;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.tracing.Tracer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/// Runs the flow of one contract: reads the stored state, fetches what is missing, validates it, stores it with
/// its event, and wakes the relay.
///
/// Every call to ESI is made before the transaction begins; the transaction is one statement.
@Component
public class ContractAggregation {

    private static final int MOST_TURNS = 5;

    private final StoredStateReader storedStates;
    private final ContractSource source;
    private final ContractStore store;
    private final OutboxRelay relay;
    private final OutageLog outages;
    private final MeterRegistry meters;
    private final Spans spans;

    ContractAggregation(
            StoredStateReader storedStates,
            ContractSource source,
            ContractStore store,
            OutboxRelay relay,
            OutageLog outages,
            MeterRegistry meters,
            Tracer tracer) {
        this.storedStates = storedStates;
        this.source = source;
        this.store = store;
        this.relay = relay;
        this.outages = outages;
        this.meters = meters;
        this.spans = new Spans(tracer);
    }

    /// @param lastAttempt whether the id becomes a dead letter when it fails now
    /// @param trace the trace of the id's record; the event continues it
    /// @param permit held while the contract is stored
    public Outcome aggregate(
            ContractIdMessage message, boolean lastAttempt, @Nullable Traceparent trace, StorePermit permit) {
        for (int turn = 1; ; turn++) {
            try {
                return once(message, lastAttempt, trace, permit);
            } catch (ConcurrencyFailureException e) {
                // Another transaction wrote the contract after it was read here. Nothing was written, and most
                // answers of ESI are cached by now.
                if (turn == MOST_TURNS) {
                    return unanswered(failed(e), e.getClass());
                }
                permit.release();
            } catch (DataAccessException e) {
                return unanswered(failed(e), e.getClass());
            }
        }
    }

    private Verdict.Failed failed(DataAccessException e) {
        if (DatabaseOutage.isBehind(e)) {
            outages.note(e);
            return new Verdict.Suspended("The database cannot be used: " + cause(e));
        }
        return new Verdict.Retry(FailureReason.STORE_FAILED, cause(e));
    }

    private Outcome once(
            ContractIdMessage message, boolean lastAttempt, @Nullable Traceparent trace, StorePermit permit) {
        StoredState known = storedStates.find(message.contractId());
        Verdict verdict = spans.part("fetch", () -> source.fetch(message, known, lastAttempt));
        if (!(verdict instanceof Verdict.Failed) && !permit.acquire()) {
            return unanswered(new Verdict.Suspended("The deadline has already sent the id on"), null);
        }
        return switch (verdict) {
            case Verdict.Complete complete ->
                answered(spans.part("store", () -> store.store(complete.contract(), known, trace)), "NONE");
            case Verdict.Gone gone ->
                answered(
                        spans.part("store", () -> store.close(message.contractId(), known, gone, trace)),
                        gone.reason().name());
            case Verdict.Failed failed -> unanswered(failed, FetchFailedException.class);
        };
    }

    private Outcome answered(StoreResult result, String reason) {
        if (result != StoreResult.UNCHANGED) {
            relay.wake();
        }
        count(result.name(), reason);
        return new Outcome.Answered(result);
    }

    private Outcome unanswered(Verdict.Failed why, @Nullable Class<?> thrown) {
        switch (why) {
            case Verdict.Retry retry -> count("RETRY", retry.reason().name());
            case Verdict.Poison poison -> count("POISON", poison.reason().name());
            case Verdict.Suspended _ -> count("SUSPENDED", "NONE");
        }
        return new Outcome.Unanswered(why, thrown);
    }

    private void count(String outcome, String reason) {
        meters.counter("contracts.outcomes", "outcome", outcome.toLowerCase(Locale.ROOT), "reason", reason)
                .increment();
    }

    private static String cause(DataAccessException e) {
        return String.valueOf(e.getMostSpecificCause().getMessage());
    }
}
