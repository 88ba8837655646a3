package eve.contracts.simulator.universe;

import java.util.ArrayList;
import java.util.List;

/// Creates the items of a contract: always the same ones for the same seed and contract.
///
/// The number of items follows the recorded figures: 353,059 in 50,300 contracts, a mean of 7. In The Forge:
/// one and, with probability 0.66 each, one more, up to 16; 0.85 % have more, a Pareto tail of exponent 1.2.
/// That is the sample taken there: mean 3.4, 99th percentile 16, at most 422. Elsewhere 9 % have more than 16,
/// log-uniform up to 422: mean 14. In addition, a few contracts have more than a page of 1000.
///
/// The kinds of items: 49 % of contracts contain blueprint copies, 35 % of all items; [UniverseOptions#rolled]
/// of them contain rolled items, 1.4 each. Offered items have an `item_id`; rolled items, blueprints and ships
/// have a quantity of one.
final class ItemMaker {
    private static final long THE_FORGE = 10000002;
    private static final double MORE = 0.66;
    private static final int BULK_FROM = 17;
    private static final int MOST = 422;
    private static final double BULK_IN_THE_FORGE = 0.0085;
    private static final double BULK_ELSEWHERE = 0.092;
    private static final double WITH_COPIES = 0.49;
    private static final double FURTHER_COPY = 0.66;
    private static final double FURTHER_ROLL = 0.4;
    private static final double ASKS = 0.04;
    private static final long ITEMS = 1;

    private final UniverseOptions options;
    private final Catalogue types;

    ItemMaker(UniverseOptions options) {
        this.options = options;
        this.types = Catalogue.of(options.types());
    }

    private enum Theme {
        ROLLED,
        COPIES,
        GOODS
    }

    /// @param large whether there are more items than fit on a page
    List<Item> items(long contractId, long regionId, ContractType type, boolean large) {
        if (!type.hasItems()) {
            return List.of();
        }
        var dice = Dice.of(options.seed(), ITEMS, contractId);
        Theme theme = theme(dice);
        boolean asks = type == ContractType.item_exchange && dice.hits(ASKS);
        int count = large ? large(contractId) : count(regionId, dice);
        var items = new ArrayList<Item>(count + 1);
        for (int index = 0; index < count; index++) {
            Item item = item(theme, contractId, index, dice);
            if (theme == Theme.ROLLED && dice.hits(1 - FURTHER_ROLL)) {
                theme = Theme.GOODS;
            }
            items.add(item);
        }
        if (asks) {
            items.add(requested(contractId, count, dice));
        }
        return List.copyOf(items);
    }

    private Theme theme(Dice dice) {
        double draw = dice.share();
        if (draw < options.rolled()) {
            return Theme.ROLLED;
        }
        return draw < options.rolled() + WITH_COPIES ? Theme.COPIES : Theme.GOODS;
    }

    private static int large(long contractId) {
        return contractId % 4 == 0 ? 2_030 : 1_020;
    }

    private static int count(long regionId, Dice dice) {
        boolean forge = regionId == THE_FORGE;
        if (dice.hits(forge ? BULK_IN_THE_FORGE : BULK_ELSEWHERE)) {
            double share = dice.share();
            double bulk = forge
                    ? BULK_FROM * Math.pow(1 - share, -1 / 1.2)
                    : BULK_FROM * Math.pow((double) MOST / BULK_FROM, share);
            return (int) Math.min(MOST, bulk);
        }
        int count = 1;
        while (count < BULK_FROM - 1 && dice.hits(MORE)) {
            count++;
        }
        return count;
    }

    private Item item(Theme theme, long contractId, int index, Dice dice) {
        long itemId = Ids.item(contractId, index);
        long recordId = Ids.record(contractId, index);
        return switch (theme) {
            case ROLLED -> plain(itemId, recordId, 1, dice.oneOf(types.dynamic()));
            case COPIES -> {
                boolean copy = index == 0 || dice.hits(FURTHER_COPY);
                yield copy || dice.hits(0.3) ? blueprint(itemId, recordId, copy, dice) : goods(itemId, recordId, dice);
            }
            case GOODS -> dice.hits(0.05) ? blueprint(itemId, recordId, false, dice) : goods(itemId, recordId, dice);
        };
    }

    private Item goods(long itemId, long recordId, Dice dice) {
        ItemType type = dice.popular(types.common());
        boolean single = dice.hits(0.75) || type.isShip();
        return plain(itemId, recordId, single ? 1 : (long) Math.pow(10, dice.share() * 5), type);
    }

    private static Item plain(long itemId, long recordId, long quantity, ItemType type) {
        return new Item(null, true, itemId, null, quantity, recordId, null, null, type.typeId());
    }

    private Item blueprint(long itemId, long recordId, boolean copy, Dice dice) {
        long type = dice.popular(types.blueprints()).typeId();
        int material = (int) dice.between(0, 10);
        int time = (int) dice.between(0, 10) * 2;
        return copy
                ? new Item(true, true, itemId, material, 1, recordId, (int) dice.between(1, 200), time, type)
                : new Item(null, true, itemId, material, 1, recordId, null, time, type);
    }

    private Item requested(long contractId, int index, Dice dice) {
        long type = dice.popular(types.common()).typeId();
        return new Item(null, false, null, null, dice.between(1, 500), Ids.record(contractId, index), null, null, type);
    }
}
