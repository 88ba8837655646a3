package eve.contracts.simulator.http;

import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// Answers that were prepared for single paths. They come before everything else, in the order in which they
/// were prepared.
public final class Scripts {
    private final Map<String, Queue<Script>> scripts = new ConcurrentHashMap<>();

    private record Script(Answer answer, AtomicInteger left) {}

    /// Answers this path with these bytes for this number of times; `?page=1` makes no difference.
    public void respond(String pathAndQuery, int times, int status, Map<String, String> headers, byte[] body) {
        scripts.computeIfAbsent(normal(pathAndQuery), _ -> new ConcurrentLinkedQueue<>())
                .add(new Script(Answer.recorded(status, Map.copyOf(headers), body.clone()), new AtomicInteger(times)));
    }

    public void clear() {
        scripts.clear();
    }

    Optional<Answer> next(String path) {
        Queue<Script> prepared = scripts.get(path);
        if (prepared == null) {
            return Optional.empty();
        }
        for (Script script : prepared) {
            if (script.left().get() == Integer.MAX_VALUE || script.left().getAndDecrement() > 0) {
                return Optional.of(script.answer());
            }
            prepared.remove(script);
        }
        return Optional.empty();
    }

    static String normal(String pathAndQuery) {
        return pathAndQuery.endsWith("?page=1")
                ? pathAndQuery.substring(0, pathAndQuery.length() - "?page=1".length())
                : pathAndQuery;
    }
}
