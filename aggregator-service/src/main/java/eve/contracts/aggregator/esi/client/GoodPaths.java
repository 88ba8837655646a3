package eve.contracts.aggregator.esi.client;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/// The paths of one route that answered well lately, the latest first, of each list one page. Safe for any number of
/// threads.
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

    /// Of which list the path is a page: what is wrong with one page of it may be wrong with all.
    static String list(String path) {
        int query = path.indexOf('?');
        return query < 0 ? path : path.substring(0, query);
    }
}
