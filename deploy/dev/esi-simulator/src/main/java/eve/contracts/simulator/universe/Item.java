package eve.contracts.simulator.universe;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/// One stack of items. `itemId` is absent for requested items, `runs` for everything except blueprint copies.
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Item(
        @Nullable Boolean isBlueprintCopy,
        boolean isIncluded,
        @Nullable Long itemId,
        @Nullable Integer materialEfficiency,
        long quantity,
        long recordId,
        @Nullable Integer runs,
        @Nullable Integer timeEfficiency,
        long typeId) {}
