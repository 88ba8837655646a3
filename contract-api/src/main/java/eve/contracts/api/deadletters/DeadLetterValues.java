package eve.contracts.api.deadletters;

import eve.contracts.api.problems.ProblemException;
import eve.contracts.api.problems.ProblemKind;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
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

/// Sends values of dead letters as they are. Together those at work hold a bounded number of bytes: a call waits a
/// moment for its share, and is answered with 503 when there is none.
@Component
class DeadLetterValues {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterValues.class);

    private static final int SHARE_BYTES = 256 * 1024;
    /// Room for one of the largest that the worker sends on.
    private static final int SHARES = 132;
    private static final int PATIENCE_SECONDS = 2;
    private static final long LONGEST_SECONDS = 60;
    private static final int PART_BYTES = 64 * 1024;

    private final DeadLetters letters;
    private final DeadLetterRecords records;
    private final Semaphore shares = new Semaphore(SHARES, true);

    DeadLetterValues(DeadLetters letters, DeadLetterRecords records) {
        this.letters = letters;
        this.records = records;
    }

    /// Sends the value of a dead letter that has one.
    ///
    /// @throws ProblemException 503 when too much is being sent, or Kafka is out of reach; 410 when the topic
    ///     no longer holds the record
    void send(DeadLetterPage.Entry letter, int bytes, HttpServletResponse response) {
        int share = Math.clamp(Math.ceilDiv(bytes, SHARE_BYTES), 1, SHARES);
        try {
            if (!shares.tryAcquire(share, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw unavailable(ProblemKind.BUSY, "Too many values are being sent; try again", null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable(ProblemKind.BUSY, "The service stops; try again", e);
        }
        try {
            write(letter.id(), read(letter.id(), letter.diedAt()), response);
        } finally {
            shares.release(share);
        }
    }

    private byte[] read(String id, Instant diedAt) {
        var kept = letters.value(id);
        if (kept != null) {
            return kept;
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

    /// Gives up a caller that takes too long, and one that is gone.
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
            LOG.debug("The value of {} was not sent to its end", id, e);
        }
    }

    private static ProblemException unavailable(ProblemKind kind, String detail, @Nullable Exception cause) {
        if (cause != null) {
            LOG.warn("{}: {}", detail, cause.toString());
        }
        return new ProblemException(kind, detail, cause).retryAfter(2);
    }
}
