package eve.contracts.api.idempotency;

import static java.nio.charset.StandardCharsets.UTF_8;

import eve.contracts.api.problems.ProblemException;
import eve.contracts.api.problems.ProblemKind;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Executes a call once for each key of a caller: a repeated call gets the first answer, on all replicas and
/// also after a crash. Only a success is stored for a key: a failed call may be repeated with it.
@Component
public class Idempotency {

    public static final String HEADER = IdempotencyKey.HEADER;

    private static final Logger log = LoggerFactory.getLogger(Idempotency.class);
    private static final int ATTEMPTS = 3;

    private final KeptAnswers answers;
    private final JsonMapper json;

    Idempotency(KeptAnswers answers, JsonMapper json) {
        this.answers = answers;
        this.json = json;
    }

    /// @param header the value of the header; `null` when it is absent: then the call is always executed
    /// @param request the content of the request, including method and path; a different one must not have the
    ///     same key
    /// @param call executes the call, and completes the claim when it succeeded
    /// @throws ProblemException 400 when the header is not a valid key, 409 while the first call with the key
    ///     is still running, 422 when the first call had other content
    public ResponseEntity<?> once(
            @Nullable String header, String caller, Object request, Function<Claim, ResponseEntity<?>> call) {
        if (header == null) {
            return call.apply(_ -> {});
        }
        var attempt =
                new KeptAnswers.Attempt(caller, IdempotencyKey.parse(header), fingerprint(request), UUID.randomUUID());
        var first = take(attempt);
        if (first != null) {
            return first;
        }
        try {
            return call.apply(answer -> {
                if (!answers.complete(attempt, answer)) {
                    throw busy();
                }
            });
        } catch (RuntimeException e) {
            release(attempt, e);
            throw e;
        }
    }

    /// @return the first answer; `null` when there is none and this call now holds the key
    private @Nullable ResponseEntity<?> take(KeptAnswers.Attempt attempt) {
        for (int each = 0; each < ATTEMPTS; each++) {
            if (answers.take(attempt)) {
                return null;
            }
            // Empty when the call that held the key has just failed.
            var earlier = answers.earlier(attempt).orElse(null);
            if (earlier != null && !earlier.sameCall()) {
                throw new ProblemException(
                        ProblemKind.KEY_OF_ANOTHER_CALL,
                        "This Idempotency-Key was used for another call before; use a new key for each");
            }
            if (earlier != null && earlier.answer() == null) {
                break;
            }
            if (earlier != null) {
                return earlier.answer();
            }
        }
        throw busy();
    }

    private void release(KeptAnswers.Attempt attempt, RuntimeException failure) {
        try {
            answers.release(attempt);
        } catch (RuntimeException e) {
            log.warn("An Idempotency-Key is free again only when its lease is over: {}", e.toString());
            failure.addSuppressed(e);
        }
    }

    private byte[] fingerprint(Object request) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(json.writeValueAsString(request).getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ProblemException busy() {
        return new ProblemException(
                        ProblemKind.CALL_AT_WORK,
                        "The first call with this Idempotency-Key is still running; repeat it for its answer")
                .retryAfter(1);
    }
}
