package eve.contracts.simulator.universe;

import static java.util.stream.Collectors.toUnmodifiableMap;
import static java.util.stream.Collectors.toUnmodifiableSet;

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

/// The item types: well-known ones from a table, the mutaplasmids of the rolled ones, and generated ones for
/// the rest. They are the same in every universe; a universe contains the first types of each kind.
///
/// @param common types that are neither blueprints nor rolled
/// @param dynamic types whose items are rolled
record Catalogue(List<ItemType> common, List<ItemType> blueprints, List<ItemType> dynamic) {
    static final int FEWEST = 20;
    static final int MOST = 20_000;
    private static final List<ItemType> ALL = all();
    private static final Map<Long, ItemType> BY_ID =
            ALL.stream().collect(toUnmodifiableMap(ItemType::typeId, Function.identity()));

    /// Returns this number of types: one in five is a blueprint, and at most one in four is rolled, about forty
    /// in all.
    static Catalogue of(int types) {
        List<ItemType> dynamic = first(Kind.DYNAMIC, types / 4);
        List<ItemType> blueprints = first(Kind.BLUEPRINT, types / 5);
        return new Catalogue(first(Kind.COMMON, types - dynamic.size() - blueprints.size()), blueprints, dynamic);
    }

    static Optional<ItemType> find(long typeId) {
        return Optional.ofNullable(BY_ID.get(typeId));
    }

    private static List<ItemType> first(Kind kind, int count) {
        return ALL.stream().filter(type -> type.kind() == kind).limit(count).toList();
    }

    private static List<ItemType> all() {
        List<ItemType> types = new ArrayList<>(table());
        table().stream().filter(ItemType::dynamic).map(Catalogue::mutaplasmid).forEach(types::add);
        types.addAll(
                GeneratedTypes.make(MOST, types.stream().map(ItemType::typeId).collect(toUnmodifiableSet())));
        return List.copyOf(types);
    }

    private static ItemType mutaplasmid(ItemType rolled) {
        String name = "Unstable " + rolled.name().replaceAll("(Abyssal|Mutated) ", "") + " Mutaplasmid";
        return new ItemType(rolled.mutator(), 1964, null, 1, name, Kind.COMMON, 0, 0);
    }

    private static List<ItemType> table() {
        try (InputStream table = Catalogue.class.getResourceAsStream("types.csv")) {
            if (table == null) {
                throw new IllegalStateException("types.csv is missing beside " + Catalogue.class.getName());
            }
            return new String(table.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .map(Catalogue::parse)
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException("types.csv cannot be read", failed);
        }
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
