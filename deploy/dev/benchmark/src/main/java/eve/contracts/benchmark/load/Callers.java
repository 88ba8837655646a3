package eve.contracts.benchmark.load;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;

/// Sends reads from many addresses at once, each as soon as the last one is answered, until it is closed.
final class Callers implements AutoCloseable {

    private final HttpClient http = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, LongAdder> answers = new ConcurrentHashMap<>();
    private final Set<String> unexpected = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /// @param authorization the header's value, empty for none
    /// @param pause after each answer
    void add(int callers, String authorization, URI service, List<String> paths, Duration pause) {
        for (int number = 0; number < callers; number++) {
            var request = HttpRequest.newBuilder(service.resolve(paths.get(number % paths.size())))
                    .timeout(Duration.ofMinutes(2))
                    .header("X-Forwarded-For", "203.0.113." + number % 250)
                    // Half of the callers of each path accept gzip.
                    .header("Accept-Encoding", number / paths.size() % 2 == 0 ? "gzip" : "identity");
            if (!authorization.isEmpty()) {
                request.header("Authorization", authorization);
            }
            var call = request.build();
            threads.submit(() -> repeat(call, pause));
        }
    }

    private void repeat(HttpRequest call, Duration pause) {
        while (!closed) {
            try {
                count(call.uri().getPath(), http.send(call, BodyHandlers.ofInputStream()));
            } catch (IOException e) {
                if (!closed) {
                    unexpected.add(call.uri().getPath() + ": " + e);
                }
            } catch (InterruptedException _) {
                return;
            }
            if (!pause.isZero()) {
                ServiceProcess.pause(pause);
            }
        }
    }

    private void count(String path, HttpResponse<InputStream> answer) throws IOException {
        int status = answer.statusCode();
        answers.computeIfAbsent(Integer.toString(status), _ -> new LongAdder()).increment();
        try (var body = answer.body()) {
            body.skip(Long.MAX_VALUE);
        }
        boolean comesAgain = status == 503
                && answer.headers().firstValue("Retry-After").orElse("").matches("[1-9]\\d*");
        if (status >= 500 && !comesAgain) {
            unexpected.add(path + ": " + status);
        }
    }

    Map<String, LongAdder> answers() {
        return new TreeMap<>(answers);
    }

    /// Returns failed calls and answers with 500 or more, except 503 with Retry-After.
    Set<String> unexpected() {
        return unexpected;
    }

    @Override
    public void close() {
        closed = true;
        threads.shutdownNow();
        threads.close();
    }
}
