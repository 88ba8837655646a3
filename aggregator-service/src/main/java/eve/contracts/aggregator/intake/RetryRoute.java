package eve.contracts.aggregator.intake;

import eve.contracts.model.Topics;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a record that failed goes next.
final class RetryRoute {

    /// The tier number of records on `contract-ids`.
    static final int FRESH = -1;

    private final Topics topics;
    private final List<Duration> delays;

    RetryRoute(Topics topics, List<Duration> delays) {
        this.topics = topics;
        this.delays = delays;
    }

    /// @param delay until the record's next turn; `null` for a dead letter
    record Next(String topic, @Nullable Duration delay) {}

    Next deadLetter() {
        return new Next(topics.deadLetters(), null);
    }

    /// The next tier; a later one when ESI asked for more patience than the next tier has, so that within a tier the
    /// records are due in the order in which they came.
    ///
    /// @param tier the record comes from
    Next afterFailure(int tier, @Nullable Duration notBefore) {
        int next = tier + 1;
        if (next >= delays.size()) {
            return deadLetter();
        }
        while (notBefore != null && next < delays.size() - 1 && delays.get(next).compareTo(notBefore) < 0) {
            next++;
        }
        Duration delay = delays.get(next);
        return new Next(topics.retry(next), notBefore != null && notBefore.compareTo(delay) > 0 ? notBefore : delay);
    }
}
