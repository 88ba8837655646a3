package eve.contracts.aggregator.esi;

import eve.contracts.aggregator.validation.EsiSchema;
import eve.contracts.aggregator.validation.SchemaViolationException;
import eve.contracts.aggregator.validation.UnfitAnswerException;
import eve.contracts.aggregator.validation.Verdict;
import eve.contracts.model.ContractItem;
import eve.contracts.model.FailureReason;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/// Gives items of dynamic types their rolls. A roll that ESI refuses is recorded as not available with the reason,
/// never
/// left out in silence (EVE Ref #1078).
@Component
class Rolls {

    private final EsiClient esi;
    private final ItemTypes types;
    private final EsiSchema schema;

    Rolls(EsiClient esi, ItemTypes types, EsiSchema schema) {
        this.esi = esi;
        this.types = types;
        this.schema = schema;
    }

    /// @param attempts how often the contract has failed before: only from the second time on, ESI's inner error for
    /// one
    ///     roll (esi-issues #1522) is believed to be lasting
    List<ContractItem> complete(List<ContractItem> items, int attempts)
            throws UnfitAnswerException, SchemaViolationException {
        var complete = new ArrayList<ContractItem>(items.size());
        for (ContractItem item : items) {
            Long itemId = item.itemId();
            complete.add(itemId != null && types.isDynamic(item.typeId()) ? rolled(item, itemId, attempts) : item);
        }
        return List.copyOf(complete);
    }

    private ContractItem rolled(ContractItem item, long itemId, int attempts)
            throws UnfitAnswerException, SchemaViolationException {
        JsonNode json;
        try {
            json = esi.get(EsiRoute.DYNAMIC_ITEM, EsiRoute.DYNAMIC_ITEM.path(item.typeId(), itemId))
                    .json();
        } catch (UnfitAnswerException e) {
            return switch (e.verdict()) {
                case Verdict.Poison poison -> item.rollUnavailable(poison.detail());
                case Verdict.Retry retry
                when retry.reason() == FailureReason.ESI_SERVER_ERROR && attempts > 0 ->
                    item.rollUnavailable(retry.detail());
                default -> throw e;
            };
        }
        return item.rolled(schema.dynamicItem(json));
    }
}
