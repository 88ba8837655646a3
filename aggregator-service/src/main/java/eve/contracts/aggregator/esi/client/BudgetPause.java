package eve.contracts.aggregator.esi.client;

import java.time.Duration;

/// A pause of calls that a budget requires when it is nearly used up.
record BudgetPause(Duration length, String why) {

    /// The longest pause, whatever an answer says: ESI's windows are a minute and a quarter of an hour.
    private static final Duration LONGEST = Duration.ofHours(1);

    BudgetPause {
        length = length.compareTo(LONGEST) < 0 ? length : LONGEST;
    }

    /// Adds a second to the length that ESI gave, because ESI rounds it down.
    static BudgetPause past(Duration said, String why) {
        return new BudgetPause(said.plusSeconds(1), why);
    }
}
