package eve.contracts.api.cli;

import java.io.IOException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/// Calls the service, and repeats a call for a while when the service is busy or not available.
final class Calls {

    private static final Set<Integer> BUSY = Set.of(429, 502, 503, 504);
    private static final int AT_WORK = 409;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final URI url;
    private final @Nullable String authorization;
    private final Duration retryFor;

    Calls(URI url, @Nullable String authorization, Duration retryFor) {
        this.url = url;
        this.authorization = authorization;
        this.retryFor = retryFor;
    }

    JsonNode get(String path) {
        return call(request(path).GET(), false);
    }

    /// Sends a call that does no harm when it is repeated.
    JsonNode post(String path, JsonNode body) {
        return call(posting(path, body), false);
    }

    /// Sends a call that the service executes once, even if it is sent again because its answer was lost.
    JsonNode postOnce(String path, JsonNode body) {
        var key = '"' + UUID.randomUUID().toString() + '"';
        return call(posting(path, body).header("Idempotency-Key", key), true);
    }

    private HttpRequest.Builder posting(String path, JsonNode body) {
        return request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body.toString()));
    }

    private HttpRequest.Builder request(String path) {
        var request = HttpRequest.newBuilder(URI.create(url.toString().replaceAll("/+$", "") + path))
                .timeout(Duration.ofMinutes(1));
        return authorization == null ? request : request.header("Authorization", authorization);
    }

    /// @param hasKey whether the service may still be working on an earlier attempt of the call, or hold its
    ///     key after a crash
    private JsonNode call(HttpRequest.Builder builder, boolean hasKey) {
        var request = builder.build();
        long deadline = System.nanoTime() + retryFor.toNanos();
        for (int attempt = 0; ; attempt++) {
            String failure;
            Duration wait = backoff(attempt);
            try {
                var answer = http.send(request, BodyHandlers.ofString());
                if (answer.statusCode() < 300) {
                    var detail = json(answer.body());
                    if (!detail.isObject()) {
                        throw new CallFailedException("what answers at " + url + " is not contract-api");
                    }
                    return detail;
                }
                failure = detail(answer);
                boolean atWork = hasKey && attempt > 0 && answer.statusCode() == AT_WORK;
                if (!atWork && !BUSY.contains(answer.statusCode())) {
                    throw new CallFailedException(failure);
                }
                wait = retryAfter(answer, wait);
            } catch (IOException e) {
                failure = "cannot reach " + url + ": " + e;
                // Another server answers at this address, so a retry does not help.
                if (e instanceof SSLException || e instanceof ProtocolException) {
                    throw new CallFailedException(failure);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CallFailedException("interrupted");
            }
            if (System.nanoTime() + wait.toNanos() >= deadline) {
                throw new CallFailedException(failure);
            }
            pause(wait);
        }
    }

    private static Duration backoff(int attempt) {
        var longest = Duration.ofMillis(500L << Math.min(attempt, 6));
        var most = longest.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : longest;
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(most.toMillis() / 2, most.toMillis() + 1));
    }

    private static Duration retryAfter(HttpResponse<String> answer, Duration otherwise) {
        return answer.headers()
                .firstValue("Retry-After")
                .filter(seconds -> seconds.matches("[0-9]{1,4}"))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
                .orElse(otherwise);
    }

    static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CallFailedException("interrupted");
        }
    }

    private String detail(HttpResponse<String> answer) {
        var detail = json(answer.body()).path("detail").asString("");
        if (!detail.isEmpty()) {
            return detail + " (" + answer.statusCode() + ")";
        }
        var elsewhere = answer.headers().firstValue("Location");
        return answer.statusCode() < 400 && elsewhere.isPresent()
                ? url + " leads to " + elsewhere.get() + " (" + answer.statusCode() + "): correct --url"
                : "what answers at " + url + " says " + answer.statusCode();
    }

    private static JsonNode json(String body) {
        try {
            return JsonMapper.shared().readTree(body);
        } catch (JacksonException _) {
            return MissingNode.getInstance();
        }
    }
}
