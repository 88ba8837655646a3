package eve.contracts.api.idempotency;

import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/// Stores the keys: running calls, and the answers of those that succeeded.
@Repository
class KeptAnswers {

    private static final Logger log = LoggerFactory.getLogger(KeptAnswers.class);

    /// A key counts as free when its lease or its retention is over.
    private static final String TAKE = """
            insert into idempotency_key as held (caller, key, fingerprint, attempt, leased_to)
            values (:caller, :key, :fingerprint, :attempt, now() + :lease * interval '1 millisecond')
            on conflict (caller, key) do update set fingerprint = excluded.fingerprint, attempt = excluded.attempt,
                leased_to = excluded.leased_to, created_at = now(), status = null, location = null, body = null
            where held.created_at < :before
                or held.status is null and held.leased_to < now() and held.fingerprint = excluded.fingerprint
            """;

    private static final String COMPLETE = """
            update idempotency_key set status = :status, location = :location, body = :body
            where caller = :caller and key = :key and attempt = :attempt
            """;

    private static final String TRIM = """
            delete from idempotency_key where created_at < greatest(:before, (
                select created_at from idempotency_key order by created_at desc offset :most limit 1))
            """;

    private final JdbcClient database;
    private final JsonMapper json;
    private final IdempotencyProperties properties;

    KeptAnswers(JdbcClient database, JsonMapper json, IdempotencyProperties properties) {
        this.database = database;
        this.json = json;
        this.properties = properties;
    }

    /// @param attempt identifies the attempt, unique to it
    /// @param fingerprint the hash of the request
    record Attempt(String caller, IdempotencyKey key, byte[] fingerprint, UUID attempt) {}

    /// @return whether the attempt holds the key now
    boolean take(Attempt attempt) {
        return of(attempt, TAKE)
                        .param("fingerprint", attempt.fingerprint())
                        .param("attempt", attempt.attempt())
                        .param("lease", properties.lease().toMillis())
                        .param("before", before())
                        .update()
                == 1;
    }

    /// @param sameCall whether it had the same request
    /// @param answer `null` while the call is running
    record Earlier(boolean sameCall, @Nullable ResponseEntity<?> answer) {}

    /// Returns the row of the attempt's key; empty when it no longer exists.
    Optional<Earlier> earlier(Attempt attempt) {
        return of(
                        attempt,
                        "select fingerprint, status, location, body from idempotency_key where caller = :caller and key = :key")
                .query((row, _) -> new Earlier(
                        Arrays.equals(row.getBytes("fingerprint"), attempt.fingerprint()),
                        answer(
                                row.getObject("status", Integer.class),
                                row.getString("location"),
                                row.getString("body"))))
                .optional();
    }

    private @Nullable ResponseEntity<?> answer(
            @Nullable Integer status, @Nullable String location, @Nullable String body) {
        if (status == null) {
            return null;
        }
        var answer = ResponseEntity.status(status);
        if (location != null) {
            answer.location(URI.create(location));
        }
        return answer.body(body == null ? null : json.readTree(body));
    }

    /// @return whether the attempt still held the key
    boolean complete(Attempt attempt, ResponseEntity<?> answer) {
        var location = answer.getHeaders().getLocation();
        return of(attempt, COMPLETE)
                        .param("attempt", attempt.attempt())
                        .param("status", answer.getStatusCode().value())
                        .param("location", location == null ? null : location.toString())
                        .param("body", json.writeValueAsString(answer.getBody()))
                        .update()
                == 1;
    }

    void release(Attempt attempt) {
        of(attempt, "delete from idempotency_key where caller = :caller and key = :key and attempt = :attempt")
                .param("attempt", attempt.attempt())
                .update();
    }

    private JdbcClient.StatementSpec of(Attempt attempt, String sql) {
        return database.sql(sql)
                .param("caller", attempt.caller())
                .param("key", attempt.key().value());
    }

    @Scheduled(initialDelay = 1, fixedRate = 5, timeUnit = TimeUnit.MINUTES)
    void trim() {
        try {
            database.sql(TRIM)
                    .param("before", before())
                    .param("most", properties.keys() - 1)
                    .update();
        } catch (DataAccessException e) {
            log.warn("Answers of long ago are deleted later: {}", e.toString());
        }
    }

    private Object before() {
        return Instant.now().minus(properties.keep()).atOffset(ZoneOffset.UTC);
    }
}
