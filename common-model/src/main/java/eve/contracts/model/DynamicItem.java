package eve.contracts.model;

import java.math.BigDecimal;
import java.util.List;

/// The roll of one dynamic (mutated) item: its creator, its source, and the attributes that it got.
///
/// @param createdBy the id of the character who applied the mutator
/// @param sourceTypeId the type that was mutated
/// @param mutatorTypeId the type of the mutator
public record DynamicItem(
        long createdBy,
        long sourceTypeId,
        long mutatorTypeId,
        List<Attribute> dogmaAttributes,
        List<Effect> dogmaEffects) {

    public DynamicItem {
        dogmaAttributes = List.copyOf(dogmaAttributes);
        dogmaEffects = List.copyOf(dogmaEffects);
    }

    public record Attribute(long attributeId, BigDecimal value) {}

    public record Effect(long effectId, boolean isDefault) {}
}
