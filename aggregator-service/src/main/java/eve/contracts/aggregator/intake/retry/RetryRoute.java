package eve.contracts.aggregator.intake.retry;

import eve.contracts.model.Topics;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a failed record goes next.
public final class RetryRoute {

    /// ESI generates every answer again within a day, so a record with a longer wait is tried once a day.
    private static final Duration MAX_WAIT = Duration.ofDays(1);

    private final Topics topics;
    private final List<Duration> delays;

    /// @param delays of the retry tiers, in order
    public RetryRoute(Topics topics, List<Duration> delays) {
        this.topics = topics;
        this.delays = delays;
    }

    /// @param delay until the record's next turn; `null` for a dead letter
    public record Next(String topic, @Nullable Duration delay) {}

    Next deadLetter() {
        return new Next(topics.deadLetters(), null);
    }

    /// Whether a record that has failed so often is a dead letter when it fails again. It has one more attempt
    /// than there are tiers.
    public boolean isLastAttempt(int failures) {
        return failures >= delays.size();
    }

    /// The next tier, or a later one when ESI asked for a longer wait. A record in the last tier that has
    /// attempts left, because it skipped tiers, stays there.
    ///
    /// @param failures how often the record has failed before
    /// @param notBefore the least time to wait, where ESI named one
    public Next afterFailure(int failures, Source source, @Nullable Duration notBefore) {
        if (isLastAttempt(failures)) {
            return deadLetter();
        }
        int next = switch (source) {
            case Source.ContractIds _ -> 0;
            case Source.RetryTier(int number) -> Math.min(number + 1, delays.size() - 1);
        };
        return waitingFor(notBefore, next);
    }

    /// For a record that has not failed: its own tier, or a later one that waits for long enough.
    Next postponed(Source source, Duration notBefore) {
        return waitingFor(notBefore, tier(source));
    }

    /// Picks a tier whose delay is at least the wait: all records of a tier then have about the same delay and are
    /// due in order.
    private Next waitingFor(@Nullable Duration wait, int firstTier) {
        int next = firstTier;
        while (wait != null && next < delays.size() - 1 && delays.get(next).compareTo(wait) < 0) {
            next++;
        }
        var delay = delays.get(next);
        if (wait != null && wait.compareTo(delay) > 0) {
            delay = wait.compareTo(MAX_WAIT) < 0 ? wait : MAX_WAIT;
        }
        return new Next(topics.retry(next), delay);
    }

    /// Where a record that has not failed goes: its own tier, or the first.
    String topic(Source source) {
        return topics.retry(tier(source));
    }

    /// How long that tier holds a record.
    public Duration delay(Source source) {
        return delays.get(tier(source));
    }

    private static int tier(Source source) {
        return switch (source) {
            case Source.ContractIds _ -> 0;
            case Source.RetryTier(int number) -> number;
        };
    }
}
