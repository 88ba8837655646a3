package eve.contracts.simulator.universe;

import eve.contracts.simulator.universe.Roll.Attribute;
import eve.contracts.simulator.universe.Roll.Effect;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Rolls dynamic items. The same seed and item always give the same roll, and the same few rolls always fail.
final class Rolls {
    private static final long READABLE = 9;
    private static final long VALUES = 10;
    private static final List<Integer> ATTRIBUTES =
            List.of(4, 6, 9, 30, 38, 50, 54, 64, 72, 161, 162, 182, 204, 277, 422, 633);

    private Rolls() {}

    static boolean isDynamic(Item item) {
        return Catalogue.find(item.typeId()).map(ItemType::dynamic).orElse(false);
    }

    /// Returns empty for an item whose type is not dynamic, and for one that ESI cannot read.
    static Optional<Roll> roll(UniverseOptions options, Item item) {
        return Optional.ofNullable(item.itemId())
                .filter(itemId -> Dice.share(options.seed(), READABLE, itemId) >= options.unreadableRolls())
                .flatMap(itemId -> Catalogue.find(item.typeId())
                        .filter(ItemType::dynamic)
                        .map(type -> roll(type, Dice.of(options.seed(), VALUES, itemId))));
    }

    /// Returns the readable rolls among the items, by item id.
    static Map<Long, Roll> of(UniverseOptions options, List<Item> items) {
        var rolls = new LinkedHashMap<Long, Roll>();
        for (Item item : items) {
            Long itemId = item.itemId();
            if (itemId != null) {
                roll(options, item).ifPresent(roll -> rolls.put(itemId, roll));
            }
        }
        return rolls;
    }

    private static Roll roll(ItemType type, Dice dice) {
        var attributes = new ArrayList<Attribute>();
        for (int attribute : ATTRIBUTES) {
            boolean rolled = attribute > 40 && attribute < 100 || attribute == 204;
            double value = rolled ? dice.share() * 50 : dice.between(0, 50);
            attributes.add(new Attribute(attribute, value));
        }
        var effects = List.of(new Effect(11, false), new Effect(16, false), new Effect(6730, true));
        return new Roll(Ids.character(dice), attributes, effects, type.mutator(), type.source());
    }
}
