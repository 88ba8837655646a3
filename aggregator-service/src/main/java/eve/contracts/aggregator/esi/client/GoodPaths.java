package eve.contracts.aggregator.esi.client;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/// Remembers the paths of one route with recent good answers, the latest first, one page of each list. Safe for
/// any number of threads.
final class GoodPaths {

    static final int MOST = 3;

    private final Deque<String> paths = new ArrayDeque<>();

    synchronized void remember(String path) {
        paths.removeIf(other -> list(other).equals(list(path)));
        paths.addFirst(path);
        if (paths.size() > MOST) {
            paths.removeLast();
        }
    }

    synchronized void forget(Collection<String> bad) {
        paths.removeAll(bad);
    }

    synchronized List<String> all() {
        return List.copyOf(paths);
    }

    /// Returns the list of which the path is a page: a fault of one page may be a fault of all its pages.
    static String list(String path) {
        int query = path.indexOf('?');
        return query < 0 ? path : path.substring(0, query);
    }
}
