package eve.contracts.simulator.universe;

import java.util.List;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/// The result of a mutaplasmid on one item, as in `/dogma/dynamic/items`.
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
