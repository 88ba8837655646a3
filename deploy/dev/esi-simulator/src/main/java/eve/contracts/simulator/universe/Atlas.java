package eve.contracts.simulator.universe;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/// The unchanging data of the `/universe` routes: regions, types and names.
public final class Atlas {
    private static final int META_GROUP = 1692;
    private static final Map<Long, String> REGIONS = Map.of(
            10000002L, "The Forge",
            10000030L, "Heimatar",
            10000032L, "Sinq Laison",
            10000042L, "Metropolis",
            10000043L, "Domain",
            10000048L, "Placid");

    private Atlas() {}

    public static Object region(long regionId) {
        List<Long> constellations = LongStream.range(0, 4)
                .map(n -> 20_000_000 + regionId % 1_000 * 10 + n)
                .boxed()
                .toList();
        return new Region(
                constellations, regionName(regionId) + " as the simulator knows it.", regionName(regionId), regionId);
    }

    /// Returns a type. A dynamic type has meta group (attribute 1692) 15, Abyssal, and no market group.
    public static Optional<Object> type(long typeId) {
        return Catalogue.find(typeId).map(Atlas::answer);
    }

    public static boolean isDynamic(Item item) {
        return Rolls.isDynamic(item);
    }

    /// Returns the name of any id that contracts refer to; empty for an id that is unknown here.
    public static Optional<Name> name(long id) {
        if (Catalogue.find(id).isPresent()) {
            return Catalogue.find(id).map(type -> new Name("inventory_type", id, type.name()));
        }
        if (Ids.isCharacter(id)) {
            return Optional.of(new Name("character", id, "Pilot " + id));
        }
        if (Ids.isCorporation(id)) {
            return Optional.of(new Name("corporation", id, "Corporation " + id));
        }
        if (Ids.isStation(id)) {
            return Optional.of(new Name("station", id, "Station " + id));
        }
        return id >= 10_000_000L && id < 15_000_000L
                ? Optional.of(new Name("region", id, regionName(id)))
                : Optional.empty();
    }

    private static String regionName(long regionId) {
        return REGIONS.getOrDefault(regionId, "Region " + regionId);
    }

    private static Object answer(ItemType type) {
        double metaGroup = type.dynamic() ? 15 : type.name().endsWith(" II") ? 2 : 1;
        return new Type(
                0,
                type.name() + ", as the simulator knows it.",
                List.of(new Roll.Attribute(633, type.dynamic() ? 0 : 5), new Roll.Attribute(META_GROUP, metaGroup)),
                List.of(new Roll.Effect(16, false)),
                type.groupId(),
                type.marketGroupId(),
                type.volume() * 100,
                type.name(),
                type.volume(),
                1,
                true,
                1,
                type.typeId(),
                type.volume());
    }

    @JsonNaming(SnakeCaseStrategy.class)
    private record Region(List<Long> constellations, String description, String name, long regionId) {}

    /// An id with its name and category.
    public record Name(String category, long id, String name) {}

    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Type(
            double capacity,
            String description,
            List<Roll.Attribute> dogmaAttributes,
            List<Roll.Effect> dogmaEffects,
            int groupId,
            @Nullable Integer marketGroupId,
            double mass,
            String name,
            double packagedVolume,
            int portionSize,
            boolean published,
            double radius,
            long typeId,
            double volume) {}
}
