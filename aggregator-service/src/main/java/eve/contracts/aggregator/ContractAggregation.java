package eve.contracts.aggregator;

import eve.contracts.aggregator.esi.ContractSource;
import eve.contracts.aggregator.intake.IntakeProperties;
import eve.contracts.aggregator.outbox.OutboxRelay;
import eve.contracts.aggregator.store.ContractStore;
import eve.contracts.aggregator.store.Known;
import eve.contracts.aggregator.store.KnownContracts;
import eve.contracts.aggregator.store.OutageLog;
import eve.contracts.aggregator.store.StoreResult;
import eve.contracts.aggregator.tracing.Spans;
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

/// The flow of one contract: see what is stored, fetch what is missing, validate, store with the event, wake the relay.
///
/// Every call to ESI is done before the transaction opens; the transaction is one statement.
@Component
public class ContractAggregation {

    private static final int MOST_TURNS = 5;

    private final KnownContracts knownContracts;
    private final ContractSource source;
    private final ContractStore store;
    private final OutboxRelay relay;
    private final OutageLog outages;
    /// How often an id has failed when its next failure makes it a dead letter.
    private final int mostFailures;
    private final MeterRegistry meters;
    private final Spans spans;

    ContractAggregation(
            KnownContracts knownContracts,
            ContractSource source,
            ContractStore store,
            OutboxRelay relay,
            OutageLog outages,
            IntakeProperties intake,
            MeterRegistry meters,
            Tracer tracer) {
        this.knownContracts = knownContracts;
        this.source = source;
        this.store = store;
        this.relay = relay;
        this.outages = outages;
        this.mostFailures = intake.retryDelays().size();
        this.meters = meters;
        this.spans = new Spans(tracer);
    }

    /// @param attempts how often the id has failed before
    /// @param trace that the id came with; its event goes on with it
    /// @param permit to be held while the contract is stored
    public Outcome aggregate(ContractIdMessage message, int attempts, @Nullable Traceparent trace, StorePermit permit) {
        for (int turn = 1; ; turn++) {
            try {
                return once(message, attempts, trace, permit);
            } catch (ConcurrencyFailureException e) {
                // Someone else wrote the contract since it was read: nothing was written here, and what ESI told is
                // mostly known by now.
                if (turn == MOST_TURNS) {
                    return unanswered(failed(e));
                }
                permit.release();
            } catch (DataAccessException e) {
                return unanswered(failed(e));
            }
        }
    }

    private Verdict.Unfit failed(DataAccessException e) {
        if (DatabaseOutage.isBehind(e)) {
            outages.note(e);
            return new Verdict.Suspended("The database cannot be used: " + cause(e));
        }
        return new Verdict.Retry(FailureReason.STORE_FAILED, cause(e));
    }

    private Outcome once(ContractIdMessage message, int attempts, @Nullable Traceparent trace, StorePermit permit) {
        Known known = knownContracts.find(message.contractId());
        Verdict verdict = spans.part("fetch", () -> source.fetch(message, known, attempts >= mostFailures));
        if (!(verdict instanceof Verdict.Unfit) && !permit.acquire()) {
            return unanswered(new Verdict.Suspended("The id has been decided about meanwhile"));
        }
        return switch (verdict) {
            case Verdict.Complete complete ->
                answered(spans.part("store", () -> store.store(complete.contract(), known, trace)), "NONE");
            case Verdict.Gone gone ->
                answered(
                        spans.part("store", () -> store.close(message.contractId(), known, gone, trace)),
                        gone.reason().name());
            case Verdict.Unfit unfit -> unanswered(unfit);
        };
    }

    private Outcome answered(StoreResult result, String reason) {
        if (result != StoreResult.UNCHANGED) {
            relay.wake();
        }
        count(result.name(), reason);
        return new Outcome.Answered(result);
    }

    private Outcome unanswered(Verdict.Unfit why) {
        switch (why) {
            case Verdict.Retry retry -> count("RETRY", retry.reason().name());
            case Verdict.Poison poison -> count("POISON", poison.reason().name());
            case Verdict.Suspended _ -> count("SUSPENDED", "NONE");
        }
        return new Outcome.Unanswered(why);
    }

    private void count(String outcome, String reason) {
        meters.counter("contracts.outcomes", "outcome", outcome.toLowerCase(Locale.ROOT), "reason", reason)
                .increment();
    }

    private static String cause(DataAccessException e) {
        return String.valueOf(e.getMostSpecificCause().getMessage());
    }
}
