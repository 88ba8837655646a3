package eve.contracts.api.deadletters;

import eve.contracts.api.problems.ProblemException;
import eve.contracts.api.problems.ProblemKind;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/// Sends values of dead letters unchanged. All calls together hold a bounded number of bytes and read a bounded
/// number of bytes per second from the topic, so that publishing and redrives keep their processor time. A call
/// waits up to two seconds for its share; without one it gets 503.
@Component
class DeadLetterValues {

    private static final Logger log = LoggerFactory.getLogger(DeadLetterValues.class);

    private static final int SHARE_BYTES = 256 * 1024;
    /// Enough for one of the largest records that the worker publishes.
    private static final int SHARES = 132;
    /// In which one of the largest records may be read from its topic.
    private static final Duration PERIOD = Duration.ofSeconds(10);
    private static final int PATIENCE_SECONDS = 2;
    private static final long LONGEST_SECONDS = 60;
    private static final int PART_BYTES = 64 * 1024;

    private final DeadLetters letters;
    private final DeadLetterRecords records;
    private final Semaphore shares = new Semaphore(SHARES, true);
    private final RateLimiter rate = RateLimiter.of(
            "dead-letter-values",
            RateLimiterConfig.custom()
                    .limitForPeriod(SHARES)
                    .limitRefreshPeriod(PERIOD)
                    .timeoutDuration(Duration.ofSeconds(PATIENCE_SECONDS))
                    .build());

    DeadLetterValues(DeadLetters letters, DeadLetterRecords records) {
        this.letters = letters;
        this.records = records;
    }

    /// Sends the value of a dead letter that has one.
    ///
    /// @throws ProblemException 503 when too many bytes are being sent, or Kafka is not available; 410 when the
    ///     topic no longer holds the record
    void send(DeadLetterPage.Entry letter, int bytes, HttpServletResponse response) {
        int share = Math.clamp(Math.ceilDiv(bytes, SHARE_BYTES), 1, SHARES);
        try {
            if (!shares.tryAcquire(share, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw tooMany();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable(ProblemKind.BUSY, "The service stops; try again", e);
        }
        try {
            write(letter.id(), read(letter.id(), letter.diedAt(), share), response);
        } finally {
            shares.release(share);
        }
    }

    private byte[] read(String id, Instant diedAt, int share) {
        var kept = letters.value(id);
        if (kept != null) {
            return kept;
        }
        if (!rate.acquirePermission(share)) {
            throw tooMany();
        }
        try {
            var record = records.read(id, diedAt);
            if (record == null || record.value() == null) {
                throw new ProblemException(
                        ProblemKind.VALUE_GONE, "The topic of the dead letters no longer holds the value of " + id);
            }
            return record.value();
        } catch (KafkaException e) {
            throw unavailable(ProblemKind.KAFKA_UNAVAILABLE, "Kafka does not give the value; try again", e);
        }
    }

    /// Stops when the caller is too slow or has disconnected.
    private static void write(String id, byte[] value, HttpServletResponse response) {
        response.setContentType(MediaType.APPLICATION_OCTET_STREAM_VALUE);
        response.setContentLength(value.length);
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"dead-letter-" + id + ".bin\"");
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
        try {
            var out = response.getOutputStream();
            for (int sent = 0; sent < value.length && System.nanoTime() < end; sent += PART_BYTES) {
                out.write(value, sent, Math.min(PART_BYTES, value.length - sent));
            }
        } catch (IOException e) {
            log.debug("The value of {} was not sent to its end", id, e);
        }
    }

    private static ProblemException tooMany() {
        return unavailable(ProblemKind.BUSY, "Too many values are being sent; try again", null);
    }

    private static ProblemException unavailable(ProblemKind kind, String detail, @Nullable Exception cause) {
        if (cause != null) {
            log.warn("{}: {}", detail, cause.toString());
        }
        return new ProblemException(kind, detail, cause).retryAfter(2);
    }
}
