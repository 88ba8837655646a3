package eve.contracts.aggregator.intake.retry;

import static org.assertj.core.api.Assertions.assertThat;

import eve.contracts.model.HeaderNames;
import eve.contracts.model.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DueTimeTests {

    private static final Instant SENT = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration DELAY = Duration.ofMinutes(10);

    @ParameterizedTest
    @CsvSource({
        "2026-01-01T12:10:00Z, 2026-01-01T12:10:00Z",
        "2026-01-01T12:10:00.000999Z, 2026-01-01T12:10:00.000999Z",
        "2026-01-01T12:00:30Z, 2026-01-01T12:00:30Z",
        "1970-01-01T00:00:00Z, 2026-01-01T12:00:00Z",
        "-1000000000-01-01T00:00:00Z, 2026-01-01T12:00:00Z",
        "soon, 2026-01-01T12:10:00Z",
        // Later than the tier's usual delay: held for the tier's delay only, then sent to its end.
        "2026-01-02T12:00:00Z, 2026-01-01T12:10:01Z",
        "+1000000000-12-31T23:59:59Z, 2026-01-01T12:10:01Z"
    })
    void aRecordIsHeldUntilItIsDueButNotForMuchLongerThanItsTiersDelay(String header, Instant until) {
        assertThat(DueTime.heldUntil(due(header), DELAY, SENT)).isEqualTo(until);
    }

    @Test
    void aTimestampAheadOfThisClockDelaysNothing() {
        Instant now = SENT.minus(Duration.ofDays(200));
        Instant soon = now.plusSeconds(30);

        assertThat(DueTime.heldUntil(due(soon.toString()), DELAY, now)).isEqualTo(soon);
        assertThat(DueTime.heldUntil(due("2025-01-01T00:00:00Z"), DELAY, now)).isEqualTo(now);
    }

    @Test
    void whatHasBeenThereForLongIsLookedAtOnceASecond() {
        Instant now = SENT.plus(Duration.ofHours(5));

        assertThat(DueTime.heldUntil(due("2026-01-02T12:00:00Z"), DELAY, now)).isEqualTo(now.plusSeconds(1));
    }

    @Test
    void toWaitForLongerThanADayIsNotBelieved() {
        var route = new RetryRoute(new Topics(""), List.of(Duration.ofSeconds(10), DELAY));

        assertThat(route.afterFailure(1, new Source.RetryTier(0), Duration.ofHours(2))
                        .delay())
                .isEqualTo(Duration.ofHours(2));
        assertThat(Objects.requireNonNull(route.afterFailure(1, new Source.RetryTier(0), Duration.ofDays(11_000))
                        .delay()))
                .isEqualTo(Duration.ofDays(1));
    }

    private static ConsumerRecord<byte[], byte[]> due(String header) {
        var headers = new RecordHeaders().add(HeaderNames.DUE_AT, header.getBytes(StandardCharsets.UTF_8));
        return new ConsumerRecord<>(
                "tier",
                0,
                0,
                SENT.toEpochMilli(),
                TimestampType.CREATE_TIME,
                0,
                0,
                new byte[0],
                new byte[0],
                headers,
                Optional.empty());
    }
}
