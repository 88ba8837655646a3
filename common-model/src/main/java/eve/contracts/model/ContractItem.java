package eve.contracts.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// One stack of items in a contract, as ESI sent it; a field that ESI omitted is `null` here and absent in
/// JSON.
///
/// @param recordId identifies the item within the contract system
/// @param isIncluded whether the issuer offers the item (`true`) or requests it (`false`)
/// @param runs the remaining runs of a blueprint copy
/// @param dynamic the roll of an item of a dynamic type
/// @param dynamicUnavailable why the roll of an item of a dynamic type is missing; never together with
///     `dynamic`
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ContractItem(
        long recordId,
        long typeId,
        long quantity,
        boolean isIncluded,
        @Nullable Long itemId,
        @Nullable Boolean isBlueprintCopy,
        @Nullable Long runs,
        @Nullable Long materialEfficiency,
        @Nullable Long timeEfficiency,
        @Nullable DynamicItem dynamic,
        @Nullable String dynamicUnavailable) {

    public ContractItem {
        if (dynamic != null && dynamicUnavailable != null) {
            throw new IllegalArgumentException("An item has a roll or the reason why not, not both: " + recordId);
        }
    }

    /// Returns the same item with its roll.
    public ContractItem rolled(DynamicItem roll) {
        return with(roll, null);
    }

    /// Returns the same item, with its roll recorded as not available.
    public ContractItem rollUnavailable(String reason) {
        return with(null, reason);
    }

    private ContractItem with(@Nullable DynamicItem roll, @Nullable String unavailable) {
        return new ContractItem(
                recordId,
                typeId,
                quantity,
                isIncluded,
                itemId,
                isBlueprintCopy,
                runs,
                materialEfficiency,
                timeEfficiency,
                roll,
                unavailable);
    }
}
