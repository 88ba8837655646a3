package eve.contracts.simulator.universe;

import java.util.ArrayList;
import java.util.List;

/// Makes the items of a contract: always the same ones for the same seed and contract.
///
/// The number of items follows the live distribution: mean 3.4, 99th percentile 16, at most 422, and a few
/// contracts with more than a page of them.
final class ItemMaker {
    private static final double MORE = 0.66;
    private static final double BULK = 0.0085;
    private static final int BULK_FROM = 17;
    private static final int MOST = 422;
    private static final long ITEMS = 1;

    private final UniverseOptions options;

    ItemMaker(UniverseOptions options) {
        this.options = options;
    }

    List<Item> items(long contractId, ContractType type, boolean large) {
        if (type == ContractType.courier) {
            return List.of();
        }
        var dice = Dice.of(options.seed(), ITEMS, contractId);
        boolean rolled = dice.hits(options.rolled());
        boolean asks = type == ContractType.item_exchange && dice.hits(0.04);
        int count = large ? large(contractId) : count(dice);
        var items = new ArrayList<Item>(count + 1);
        for (int index = 0; index < count; index++) {
            items.add(index == 0 && rolled ? rolled(contractId, dice) : offered(contractId, index, dice));
        }
        if (asks) {
            items.add(requested(contractId, count, dice));
        }
        return List.copyOf(items);
    }

    private static int large(long contractId) {
        return contractId % 2 == 0 ? 1_020 : 2_030;
    }

    private static int count(Dice dice) {
        if (dice.hits(BULK)) {
            return (int) Math.min(MOST, BULK_FROM * Math.pow(1 - dice.share(), -1 / 1.2));
        }
        int count = 1;
        while (count < BULK_FROM && dice.hits(MORE)) {
            count++;
        }
        return count;
    }

    private static Item rolled(long contractId, Dice dice) {
        ItemType type = dice.oneOf(Catalogue.DYNAMIC);
        return new Item(
                null, true, Ids.item(contractId, 0), null, 1, Ids.record(contractId, 0), null, null, type.typeId());
    }

    private static Item offered(long contractId, int index, Dice dice) {
        long itemId = Ids.item(contractId, index);
        long recordId = Ids.record(contractId, index);
        if (dice.hits(0.22)) {
            return blueprint(itemId, recordId, dice);
        }
        long quantity = dice.hits(0.75) ? 1 : (long) Math.pow(10, dice.share() * 5);
        return new Item(
                null,
                true,
                itemId,
                null,
                quantity,
                recordId,
                null,
                null,
                dice.oneOf(Catalogue.COMMON).typeId());
    }

    private static Item blueprint(long itemId, long recordId, Dice dice) {
        long type = dice.oneOf(Catalogue.BLUEPRINTS).typeId();
        int material = (int) dice.between(0, 10);
        int time = (int) dice.between(0, 10) * 2;
        return dice.hits(0.85)
                ? new Item(true, true, itemId, material, 1, recordId, (int) dice.between(1, 200), time, type)
                : new Item(null, true, itemId, material, 1, recordId, null, time, type);
    }

    private static Item requested(long contractId, int index, Dice dice) {
        long type = dice.oneOf(Catalogue.COMMON).typeId();
        return new Item(null, false, null, null, dice.between(1, 500), Ids.record(contractId, index), null, null, type);
    }
}
