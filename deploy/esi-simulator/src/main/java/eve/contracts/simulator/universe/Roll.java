package eve.contracts.simulator.universe;

import java.util.List;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/// What a mutaplasmid made of one item, as `/dogma/dynamic/items` tells it.
@JsonNaming(SnakeCaseStrategy.class)
public record Roll(
        long createdBy,
        List<Attribute> dogmaAttributes,
        List<Effect> dogmaEffects,
        long mutatorTypeId,
        long sourceTypeId) {

    @JsonNaming(SnakeCaseStrategy.class)
    public record Attribute(int attributeId, double value) {}

    @JsonNaming(SnakeCaseStrategy.class)
    public record Effect(int effectId, boolean isDefault) {}
}
