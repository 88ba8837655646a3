package eve.contracts.api.limits;

import static org.awaitility.Awaitility.await;

import eve.contracts.api.Caller;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/// Anonymous callers with an address each. They read in a loop until this is closed.
public final class Readers implements AutoCloseable {

    private static final Set<Integer> FIT = Set.of(200, 401, 404, 429);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<Integer, LongAdder> statuses = new ConcurrentHashMap<>();
    private final Set<String> unexpected = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /// @param caller calls through a proxy that the service trusts
    public Readers(Caller caller, int callers, List<String> paths) {
        IntStream.range(0, callers)
                .forEach(number -> threads.submit(() -> {
                    var path = paths.get(number % paths.size());
                    while (!closed) {
                        var answer = caller.get(path, "X-Forwarded-For", "203.0.113." + number);
                        statuses.computeIfAbsent(answer.status(), _ -> new LongAdder())
                                .increment();
                        if (!isFit(answer)) {
                            unexpected.add(path + ": " + answer.status() + " " + answer.body());
                        }
                    }
                }));
    }

    private static boolean isFit(Caller.Answer answer) {
        return FIT.contains(answer.status())
                || (answer.status() == 503
                        && answer.header("Retry-After").matches("[1-9][0-9]*")
                        && answer.header("Content-Type").equals("application/problem+json"));
    }

    void awaitAnswers(long count) {
        await().atMost(Duration.ofSeconds(30)).until(() -> answers() >= count);
    }

    long answers() {
        return statuses.values().stream().mapToLong(LongAdder::sum).sum();
    }

    Map<Integer, LongAdder> statuses() {
        return statuses;
    }

    /// Returns the answers that are not acceptable for a reader: errors, and 503 without `Retry-After`.
    public Set<String> unexpected() {
        return unexpected;
    }

    @Override
    public void close() {
        closed = true;
        threads.shutdownNow();
        threads.close();
    }
}
