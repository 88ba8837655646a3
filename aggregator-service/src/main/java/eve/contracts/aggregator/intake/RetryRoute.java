package eve.contracts.aggregator.intake;

import eve.contracts.model.Topics;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a record that failed goes next.
final class RetryRoute {

    /// The tier number of records on `contract-ids`.
    static final int FRESH = -1;

    /// ESI makes everything anew within a day; an id that was told to wait for longer is tried once a day.
    private static final Duration MOST_PATIENCE = Duration.ofDays(1);

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

    /// The next tier; a later one when ESI asked for more patience than the next tier has. After the last tier comes
    /// the last again while the record has attempts left: it may have skipped tiers.
    ///
    /// @param attempts how often the record has failed before; only these use up its attempts, which
    ///     are one more than there are tiers
    /// @param tier the record comes from
    Next afterFailure(int attempts, int tier, @Nullable Duration notBefore) {
        return attempts >= delays.size() ? deadLetter() : patient(Math.min(tier + 1, delays.size() - 1), notBefore);
    }

    /// The same tier, or a later one that has the patience: the record has not failed.
    Next postponed(int tier, Duration notBefore) {
        return patient(Math.max(tier, 0), notBefore);
    }

    /// So that within a tier the records are due in the order in which they came.
    private Next patient(int first, @Nullable Duration notBefore) {
        int next = first;
        while (notBefore != null && next < delays.size() - 1 && delays.get(next).compareTo(notBefore) < 0) {
            next++;
        }
        Duration delay = delays.get(next);
        if (notBefore != null && notBefore.compareTo(delay) > 0) {
            delay = notBefore.compareTo(MOST_PATIENCE) < 0 ? notBefore : MOST_PATIENCE;
        }
        return new Next(topics.retry(next), delay);
    }

    /// The topic of the tier, of the first for fresh ids: where a record goes that has not failed.
    String topic(int tier) {
        return topics.retry(Math.max(tier, 0));
    }

    /// How long records wait there as a rule.
    Duration delay(int tier) {
        return delays.get(Math.max(tier, 0));
    }
}
