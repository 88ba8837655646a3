package eve.contracts.aggregator;

import eve.contracts.aggregator.esi.ContractSource;
import eve.contracts.aggregator.outbox.OutboxRelay;
import eve.contracts.aggregator.store.ContractStore;
import eve.contracts.aggregator.store.KnownContract;
import eve.contracts.aggregator.store.KnownContracts;
import eve.contracts.aggregator.store.StoreResult;
import eve.contracts.aggregator.validation.Verdict;
import eve.contracts.model.ContractIdMessage;
import eve.contracts.model.FailureReason;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.stereotype.Component;

/// The flow of one contract: see what is stored, fetch what is missing, validate, store with the event, wake the relay.
///
/// Every call to ESI is done before the transaction opens; the transaction is one statement.
@Component
public class ContractAggregation {

    private final KnownContracts knownContracts;
    private final ContractSource source;
    private final ContractStore store;
    private final OutboxRelay relay;
    private final MeterRegistry meters;

    ContractAggregation(
            KnownContracts knownContracts,
            ContractSource source,
            ContractStore store,
            OutboxRelay relay,
            MeterRegistry meters) {
        this.knownContracts = knownContracts;
        this.source = source;
        this.store = store;
        this.relay = relay;
        this.meters = meters;
    }

    /// @param attempts how often the id has failed before
    public Outcome aggregate(ContractIdMessage message, int attempts) {
        Outcome outcome;
        try {
            KnownContract known = knownContracts.find(message.contractId());
            outcome = switch (source.fetch(message, known, attempts)) {
                case Verdict.Complete complete -> answered(store.store(complete.contract()));
                case Verdict.Gone gone -> answered(store.close(message.contractId(), known, gone));
                case Verdict.Unfit unfit -> new Outcome.Unanswered(unfit);
            };
        } catch (DataAccessResourceFailureException | TransientDataAccessResourceException e) {
            outcome = new Outcome.Unanswered(new Verdict.Suspended("The database is out of reach: " + cause(e)));
        } catch (DataAccessException e) {
            outcome = new Outcome.Unanswered(new Verdict.Retry(FailureReason.STORE_FAILED, cause(e)));
        }
        meters.counter("contracts.outcomes", "outcome", name(outcome)).increment();
        return outcome;
    }

    private Outcome answered(StoreResult result) {
        if (result != StoreResult.UNCHANGED) {
            relay.wake();
        }
        return new Outcome.Answered(result);
    }

    private static String cause(DataAccessException e) {
        return String.valueOf(e.getMostSpecificCause().getMessage());
    }

    private static String name(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Answered answered -> answered.result().name();
            case Outcome.Unanswered(Verdict.Retry retry) -> retry.reason().name();
            case Outcome.Unanswered(Verdict.Poison poison) -> poison.reason().name();
            case Outcome.Unanswered(Verdict.Suspended _) -> "SUSPENDED";
        };
    }
}
