package eve.contracts.simulator.universe;

/// Ids in the ranges of the live universe. Item and record ids contain the contract to which they belong.
final class Ids {
    static final long FIRST_CONTRACT = 235_554_523L;
    static final long FIRST_BID = 6_672_150L;
    private static final long FIRST_ITEM = 1_047_092_007_473L;
    private static final long FIRST_RECORD = 5_302_078_925L;
    private static final long SPAN = 4096;

    private Ids() {}

    static long item(long contractId, int index) {
        return FIRST_ITEM + (contractId - FIRST_CONTRACT) * SPAN + index;
    }

    static long record(long contractId, int index) {
        return FIRST_RECORD + (contractId - FIRST_CONTRACT) * SPAN + index;
    }

    /// Returns the contract that has an item, whether this contract exists or not.
    static long contractOf(long itemId) {
        return FIRST_CONTRACT + Math.floorDiv(itemId - FIRST_ITEM, SPAN);
    }

    /// Returns a character id of any generation; the newest ids are below and above 2^31.
    static long character(Dice dice) {
        return switch ((int) dice.between(0, 9)) {
            case 0, 1, 2 -> 90_000_000L + dice.between(0, 7_999) * 1_000;
            case 3 -> 2_147_483_600L + dice.between(0, 4_999);
            default -> 2_112_000_000L + dice.between(0, 12_999) * 1_000;
        };
    }

    static boolean isCharacter(long id) {
        return (id >= 90_000_000L && id < 98_000_000L) || (id >= 2_112_000_000L && id < 2_148_000_000L);
    }

    static long corporation(Dice dice) {
        return dice.hits(0.1) ? 1_000_160L + dice.between(0, 20) : 98_000_000L + dice.between(0, 7_999) * 100;
    }

    static boolean isCorporation(long id) {
        return (id >= 98_000_000L && id < 99_000_000L) || (id >= 1_000_000L && id < 1_100_000L);
    }

    static long station(Dice dice, long regionId) {
        return regionId == 10000002L && dice.hits(0.8)
                ? 60_003_760L
                : 60_000_004L + regionId % 1_000 * 10 + dice.between(0, 9);
    }

    /// Returns the id of a player's structure, whose name is not public.
    static long structure(Dice dice) {
        return 1_020_000_000_000L + dice.between(0, 4_999) * 7_919_317;
    }

    static boolean isStation(long id) {
        return id >= 60_000_000L && id < 61_000_000L;
    }
}
