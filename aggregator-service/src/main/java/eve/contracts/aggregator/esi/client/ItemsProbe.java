package eve.contracts.aggregator.esi.client;

import eve.contracts.aggregator.validation.FetchFailedException;
import eve.contracts.aggregator.validation.Verdict;
import eve.contracts.model.FailureReason;
import org.springframework.stereotype.Component;

/// Asks ESI whether a contract has items: a contract with items exists, even where a listing or another route
/// lacks it.
@Component
public class ItemsProbe {

    private final EsiClient esi;

    ItemsProbe(EsiClient esi) {
        this.esi = esi;
    }

    /// @throws FetchFailedException when ESI gives no answer to that now
    public boolean hasItems(long contractId) throws FetchFailedException {
        try {
            esi.get(EsiRoute.ITEMS, EsiRoute.ITEMS.path(contractId, 1));
            return true;
        } catch (FetchFailedException e) {
            return switch (e.verdict()) {
                case Verdict.Gone _, Verdict.Poison _ -> false;
                // A courier contract has no items.
                case Verdict.Retry retry when retry.reason() == FailureReason.ESI_EMPTY_ITEMS -> true;
                case Verdict.Retry _, Verdict.Suspended _ -> throw e;
            };
        }
    }
}
