package eve.contracts.api.status;

import static org.assertj.core.api.Assertions.assertThat;

import eve.contracts.api.deadletters.DeadLetterState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tests which record decides the status when several things are recorded of one id.
class IdHistoryTests {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    /// Each column is the minute of an event, or `-` for none; `passed` is whether the worker has passed the
    /// wait.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "stored | dead | state       | wait | passed | status",
                "-      | -    | OPEN        | -    | false  | UNKNOWN",
                "1      | -    | OPEN        | -    | false  | STORED",
                "-      | 1    | OPEN        | -    | false  | DEAD",
                "-      | 1    | QUARANTINED | -    | false  | DEAD",
                "-      | 1    | DISCARDED   | -    | false  | DEAD",
                "-      | 1    | REPLAYED    | -    | false  | RETRYING",
                "-      | 1    | FOLDED      | -    | false  | RETRYING",
                "2      | 1    | OPEN        | -    | false  | STORED",
                "1      | 2    | OPEN        | -    | false  | DEAD",
                "1      | 2    | DISCARDED   | -    | false  | STORED",
                "1      | 2    | REPLAYED    | -    | false  | STORED",
                "-      | -    | OPEN        | 1    | false  | RETRYING",
                // It left the tier, and its next record is not projected yet.
                "-      | -    | OPEN        | 1    | true   | RETRYING",
                // An answer that changed nothing leaves no row.
                "1      | -    | OPEN        | 2    | true   | STORED",
                "1      | -    | OPEN        | 2    | false  | RETRYING",
                "2      | -    | OPEN        | 1    | false  | STORED",
                "-      | 2    | OPEN        | 1    | false  | DEAD",
                "-      | 1    | OPEN        | 2    | false  | RETRYING",
                "-      | 1    | REPLAYED    | 2    | false  | RETRYING",
                "1      | 2    | OPEN        | 3    | false  | RETRYING",
                "1      | 2    | OPEN        | 3    | true   | DEAD",
                "3      | 1    | REPLAYED    | 2    | false  | STORED",
            },
            useHeadersInDisplayName = true)
    void theLatestTraceCounts(
            @Nullable Integer stored,
            @Nullable Integer dead,
            DeadLetterState state,
            @Nullable Integer wait,
            boolean passed,
            IdStatus.Status status) {
        var traces = new IdHistory(
                7,
                stored == null ? null : new IdHistory.Answer(IdStatus.Status.STORED, 4L, null, minute(stored)),
                dead == null
                        ? null
                        : new IdHistory.Dead(
                                state,
                                "STORE_FAILED",
                                minute(dead),
                                state == DeadLetterState.OPEN
                                        ? null
                                        : minute(dead).plusSeconds(1)),
                wait == null ? List.of() : List.of(wait(0, wait)),
                null);

        var standing = traces.status(_ -> passed, IdHistoryTests::notAsked);

        assertThat(standing.status()).isEqualTo(status);
        assertThat(standing.version()).isEqualTo(stored == null ? null : 4L);
    }

    @Test
    void ofSeveralWaitsTheLatestThatIsNotOverIsTold() {
        var traces = new IdHistory(7, null, null, List.of(wait(2, 3), wait(1, 2), wait(0, 1)), null);

        var standing = traces.status(wait -> wait.tier() != 1, IdHistoryTests::notAsked);

        assertThat(standing.attempt()).isEqualTo(2);
        assertThat(standing.due()).isEqualTo(minute(12));
    }

    @Test
    void theWorkerIsAskedOnlyWhereItsProgressDecides() {
        var traces = new IdHistory(
                7,
                new IdHistory.Answer(IdStatus.Status.STORED, 1L, null, minute(5)),
                null,
                List.of(wait(0, 4)),
                published(3));

        assertThat(traces.status(IdHistoryTests::notAsked, IdHistoryTests::notAsked)
                        .status())
                .isEqualTo(IdStatus.Status.STORED);
    }

    /// Each column is the minute of an event, or `-` for none; `taken` is whether the worker has passed the
    /// published record.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "published | stored | dead | wait | taken | status",
                "2         | -      | -    | -    | false | PENDING",
                // It left contract-ids, and its next record is not projected yet.
                "2         | -      | -    | -    | true  | RETRYING",
                "2         | 1      | -    | -    | false | STORED",
                // An answer that changed nothing leaves no row.
                "2         | 1      | -    | -    | true  | STORED",
                "2         | 3      | -    | -    | false | STORED",
                "2         | -      | 1    | -    | false | PENDING",
                "2         | -      | 1    | -    | true  | DEAD",
                "2         | -      | 3    | -    | false | DEAD",
                "2         | -      | -    | 1    | false | PENDING",
                "2         | -      | -    | 3    | false | PENDING",
                "2         | -      | -    | 3    | true  | RETRYING",
                "2         | 1      | -    | 3    | true  | RETRYING",
            },
            useHeadersInDisplayName = true)
    void whatIsPublishedIsPendingUntilTheWorkerHasPassedItOrItIsAnswered(
            int published,
            @Nullable Integer stored,
            @Nullable Integer dead,
            @Nullable Integer wait,
            boolean taken,
            IdStatus.Status status) {
        var traces = new IdHistory(
                7,
                stored == null ? null : new IdHistory.Answer(IdStatus.Status.STORED, 4L, null, minute(stored)),
                dead == null ? null : new IdHistory.Dead(DeadLetterState.OPEN, "STORE_FAILED", minute(dead), null),
                wait == null ? List.of() : List.of(wait(0, wait)),
                published(published));

        var standing = traces.status(_ -> false, _ -> taken);

        assertThat(standing.status()).isEqualTo(status);
        assertThat(standing.version()).isEqualTo(stored == null ? null : 4L);
        assertThat(standing.publishedAt())
                .isEqualTo(
                        !taken && status != IdStatus.Status.DEAD && (stored == null || stored < published)
                                ? minute(published)
                                : null);
    }

    private static boolean notAsked(Object record) {
        throw new AssertionError("asked for " + record);
    }

    private static IdHistory.Publication published(int minute) {
        return new IdHistory.Publication(0, 100, "topic", minute(minute));
    }

    private static IdHistory.Wait wait(int tier, int minute) {
        return new IdHistory.Wait(tier, 0, 100, tier + 1, minute(minute + 10), minute(minute));
    }

    private static Instant minute(int minute) {
        return START.plusSeconds(60L * minute);
    }
}
