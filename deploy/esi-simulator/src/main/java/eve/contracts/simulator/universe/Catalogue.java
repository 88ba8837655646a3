package eve.contracts.simulator.universe;

import static java.util.stream.Collectors.toUnmodifiableMap;

import eve.contracts.simulator.universe.ItemType.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Every type of item there is: well-known ones from a table, and rigs in all their sizes for variety.
final class Catalogue {
    private static final List<String> SIZES = List.of("Small", "Medium", "Large", "Capital");
    private static final List<String> RIGS = List.of(
            "Core Defense Field Extender",
            "Trimark Armor Pump",
            "Auxiliary Thrusters",
            "Polycarbon Engine Housing",
            "Cargohold Optimization",
            "Hyperspatial Velocity Optimizer",
            "Gravity Capacitor Upgrade",
            "Semiconductor Memory Cell",
            "Ancillary Current Router",
            "Bay Loading Accelerator",
            "Projectile Burst Aerator",
            "Energy Locus Coordinator",
            "Hybrid Collision Accelerator",
            "Anti-EM Screen Reinforcer",
            "Anti-Kinetic Pump",
            "Drone Durability Enhancer");
    private static final long FIRST_RIG = 31_000;
    private static final List<ItemType> ALL = read();
    private static final Map<Long, ItemType> BY_ID =
            ALL.stream().collect(toUnmodifiableMap(ItemType::typeId, Function.identity()));

    static final List<ItemType> COMMON = of(Kind.COMMON);
    static final List<ItemType> BLUEPRINTS = of(Kind.BLUEPRINT);
    static final List<ItemType> DYNAMIC = of(Kind.DYNAMIC);

    private Catalogue() {}

    static Optional<ItemType> find(long typeId) {
        return Optional.ofNullable(BY_ID.get(typeId));
    }

    private static List<ItemType> of(Kind kind) {
        return ALL.stream().filter(type -> type.kind() == kind).toList();
    }

    private static List<ItemType> read() {
        var types = new ArrayList<ItemType>();
        try (InputStream table = Catalogue.class.getResourceAsStream("types.csv")) {
            if (table == null) {
                throw new IllegalStateException("types.csv is missing beside " + Catalogue.class.getName());
            }
            new String(table.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .map(Catalogue::parse)
                    .forEach(types::add);
        } catch (IOException failed) {
            throw new UncheckedIOException("types.csv cannot be read", failed);
        }
        long id = FIRST_RIG;
        for (String rig : RIGS) {
            for (String size : SIZES) {
                for (String tech : List.of("I", "II")) {
                    types.add(new ItemType(id++, 774, 1207, 5, size + " " + rig + " " + tech, Kind.COMMON, 0, 0));
                }
            }
        }
        return List.copyOf(types);
    }

    private static ItemType parse(String line) {
        String[] cell = line.split(",", -1);
        @Nullable Integer marketGroup = cell[2].isEmpty() ? null : Integer.valueOf(cell[2]);
        return new ItemType(
                Long.parseLong(cell[0]),
                Integer.parseInt(cell[1]),
                marketGroup,
                Double.parseDouble(cell[3]),
                cell[4],
                Kind.valueOf(cell[5]),
                Long.parseLong(cell[6]),
                Long.parseLong(cell[7]));
    }
}
