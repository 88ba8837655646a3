package eve.contracts.aggregator.esi.client;

import java.time.Duration;

/// What a budget asks for when it is about to be used up: no calls for a while.
record BudgetPause(Duration length, String why) {

    /// However long an answer says: ESI's windows are of a minute and of a quarter of an hour.
    private static final Duration LONGEST = Duration.ofHours(1);

    BudgetPause {
        length = length.compareTo(LONGEST) < 0 ? length : LONGEST;
    }

    /// A second more than ESI says: its seconds are cut off.
    static BudgetPause past(Duration said, String why) {
        return new BudgetPause(said.plusSeconds(1), why);
    }
}
