package eve.contracts.simulator.universe;

import java.util.List;
import java.util.stream.IntStream;

/// Splits lists into pages of 1000.
final class Pages {
    private Pages() {}

    static List<Page> of(List<?> things) {
        int pages = Page.count(things.size());
        return IntStream.range(0, pages)
                .mapToObj(page -> Page.of(cut(things, page), pages))
                .toList();
    }

    static <T> List<T> cut(List<T> things, int page) {
        return things.subList(page * Page.SIZE, Math.min(things.size(), (page + 1) * Page.SIZE));
    }
}
