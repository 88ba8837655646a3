package eve.contracts.aggregator.esi;

import eve.contracts.aggregator.validation.EsiSchema;
import eve.contracts.aggregator.validation.SchemaViolationException;
import eve.contracts.aggregator.validation.UnfitAnswerException;
import eve.contracts.aggregator.validation.Verdict;
import eve.contracts.model.ContractItem;
import eve.contracts.model.FailureReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/// Gives items of dynamic types their rolls. A roll that ESI refuses is recorded as not available with the reason,
/// never left out in silence (EVE Ref #1078).
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

    /// @param attempts how often the contract has failed before: only from the second time on, ESI's inner error
    ///     for one roll (esi-issues #1522) is believed to be lasting
    List<ContractItem> complete(List<ContractItem> items, int attempts)
            throws UnfitAnswerException, SchemaViolationException {
        Set<Long> dynamic =
                types.dynamicAmong(items.stream().map(ContractItem::typeId).collect(Collectors.toSet()));
        var complete = new ArrayList<ContractItem>(items.size());
        for (ContractItem item : items) {
            complete.add(dynamic.contains(item.typeId()) ? rolled(item, attempts) : item);
        }
        return List.copyOf(complete);
    }

    private ContractItem rolled(ContractItem item, int attempts) throws UnfitAnswerException, SchemaViolationException {
        Long itemId = item.itemId();
        if (itemId == null) {
            // What is asked for is a type, not a thing; what is offered is a thing.
            return item.isIncluded() ? item.rollUnavailable("ESI tells no item_id") : item;
        }
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
                case Verdict.Retry _, Verdict.Suspended _, Verdict.Gone _, Verdict.Complete _ -> throw e;
            };
        }
        return item.rolled(schema.dynamicItem(json));
    }
}
