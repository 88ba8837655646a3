package eve.contracts.aggregator.esi;

import eve.contracts.aggregator.esi.client.AtOnce;
import eve.contracts.aggregator.esi.client.EsiAnswer;
import eve.contracts.aggregator.esi.client.EsiClient;
import eve.contracts.aggregator.esi.client.EsiRoute;
import eve.contracts.aggregator.validation.EsiSchema;
import eve.contracts.aggregator.validation.FetchFailedException;
import eve.contracts.aggregator.validation.SchemaViolationException;
import eve.contracts.aggregator.validation.Verdict;
import eve.contracts.model.ContractItem;
import eve.contracts.model.DynamicItem;
import eve.contracts.model.FailureReason;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/// Adds the rolls to items of dynamic types. A roll that ESI refuses is recorded as not available, with the
/// reason; it is never silently left out (EVE Ref #1078).
@Component
class Rolls {

    /// The most calls at the same time for one contract: the largest has some 400 items and must be complete
    /// before its deadline.
    private static final int AT_ONCE = 8;

    /// The most rolls kept of contracts that are not complete yet.
    private static final int MOST_KEPT = 2_000;

    private final EsiClient esi;
    private final ItemTypes types;
    /// By item id. Rolls never change, so an attempt continues where the last one ended.
    private final Map<Long, DynamicItem> kept = Collections.synchronizedMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, DynamicItem> eldest) {
            return size() > MOST_KEPT;
        }
    });
    private final EsiSchema schema;

    Rolls(EsiClient esi, ItemTypes types, EsiSchema schema) {
        this.esi = esi;
        this.types = types;
        this.schema = schema;
    }

    /// @param missing whether a roll is not available or a type is not known, so that ESI must be asked again
    record Completed(List<ContractItem> items, boolean missing) {}

    /// @param items the items of a new contract, or the stored ones: an item with a roll keeps it; an item
    ///     without one keeps its reason while there is still no roll
    /// @param lastAttempt whether a roll that ESI fails to deliver (esi-issues #1522) is recorded as not
    ///     available, instead of a retry of the contract
    Completed complete(List<ContractItem> items, boolean lastAttempt) throws FetchFailedException {
        ItemTypes.Sorted sorted = types.sort(items.stream()
                .filter(Rolls::mayLackRoll)
                .map(ContractItem::typeId)
                .collect(Collectors.toSet()));
        List<ContractItem> asked = AtOnce.ask(
                AT_ONCE,
                items.stream()
                        .filter(item -> mayLackRoll(item) && sorted.mayBeRolled(item.typeId()))
                        .<AtOnce.Question<ContractItem>>map(item -> () -> completed(item, sorted, lastAttempt))
                        .toList());
        asked.forEach(item -> kept.remove(Objects.requireNonNull(item.itemId())));
        Map<Long, ContractItem> completed =
                asked.stream().collect(Collectors.toMap(ContractItem::recordId, Function.identity()));
        List<ContractItem> complete = items.stream()
                .map(item -> completed.getOrDefault(item.recordId(), item))
                .toList();
        return new Completed(
                complete,
                complete.stream()
                        .anyMatch(item -> item.dynamicUnavailable() != null
                                || mayLackRoll(item) && sorted.unknown().contains(item.typeId())));
    }

    /// Only a single, offered item that is no blueprint can be rolled.
    private static boolean mayLackRoll(ContractItem item) {
        return item.dynamic() == null
                && item.isIncluded()
                && item.itemId() != null
                && item.quantity() == 1
                && !Boolean.TRUE.equals(item.isBlueprintCopy())
                && item.runs() == null
                && item.materialEfficiency() == null
                && item.timeEfficiency() == null;
    }

    private ContractItem completed(ContractItem item, ItemTypes.Sorted types, boolean lastAttempt)
            throws FetchFailedException {
        ContractItem asked = withRoll(item, lastAttempt);
        // A missing roll may mean that the type is not a rolled one.
        return asked.dynamic() == null && !types.rolled().contains(item.typeId()) ? item : asked;
    }

    private ContractItem withRoll(ContractItem item, boolean lastAttempt) throws FetchFailedException {
        long itemId = Objects.requireNonNull(item.itemId());
        DynamicItem known = kept.get(itemId);
        if (known != null) {
            return item.rolled(known);
        }
        try {
            EsiAnswer answer = esi.get(EsiRoute.DYNAMIC_ITEM, EsiRoute.DYNAMIC_ITEM.path(item.typeId(), itemId));
            DynamicItem roll = schema.dynamicItem(answer.json());
            kept.put(itemId, roll);
            return item.rolled(roll);
        } catch (SchemaViolationException e) {
            return withoutRoll(
                    item,
                    lastAttempt,
                    new Verdict.Retry(FailureReason.ESI_SCHEMA_VIOLATION, String.valueOf(e.getMessage())));
        } catch (FetchFailedException e) {
            return withoutRoll(item, lastAttempt, e.verdict());
        }
    }

    private static ContractItem withoutRoll(ContractItem item, boolean lastAttempt, Verdict.Incomplete why)
            throws FetchFailedException {
        return switch (why) {
            case Verdict.Poison poison -> withReason(item, poison.detail());
            case Verdict.Retry retry when lastAttempt -> withReason(item, retry.detail());
            case Verdict.Retry _, Verdict.Suspended _, Verdict.Gone _ -> throw new FetchFailedException(why);
        };
    }

    /// Keeps the first reason: other words for the same fact would count as a change.
    private static ContractItem withReason(ContractItem item, String reason) {
        return item.dynamicUnavailable() == null ? item.rollUnavailable(reason) : item;
    }
}
