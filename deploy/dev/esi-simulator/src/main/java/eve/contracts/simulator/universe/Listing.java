package eve.contracts.simulator.universe;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Predicate;

/// One snapshot of a region: all its pages have the same date and never change. With a fault, its pages show
/// only a part of its contracts; the other contracts still belong to the listing.
public final class Listing {
    private final Instant madeAt;
    private final Instant expires;
    private final List<Contract> contracts;
    private final List<Contract> shown;
    private final AtomicReferenceArray<Page> rendered;

    Listing(Instant madeAt, Instant expires, List<Contract> contracts) {
        this(madeAt, expires, List.copyOf(contracts), List.copyOf(contracts));
    }

    private Listing(Instant madeAt, Instant expires, List<Contract> contracts, List<Contract> shown) {
        this.madeAt = madeAt;
        this.expires = expires;
        this.contracts = contracts;
        this.shown = shown;
        this.rendered = new AtomicReferenceArray<>(Page.count(shown.size()));
    }

    /// Returns this listing with a later date, showing only some contracts.
    Listing showing(Instant later, Predicate<Contract> some) {
        return new Listing(
                later, expires, contracts, contracts.stream().filter(some).toList());
    }

    boolean showsAll() {
        return shown.size() == contracts.size();
    }

    public Instant madeAt() {
        return madeAt;
    }

    public Instant expires() {
        return expires;
    }

    public int pages() {
        return rendered.length();
    }

    /// Returns a page, from 1 on; it is rendered at the first request.
    public Page page(int number) {
        Page page = rendered.get(number - 1);
        if (page == null) {
            page = Page.of(
                    Pages.cut(shown, number - 1).stream()
                            .map(contract -> contract.header(madeAt))
                            .toList(),
                    pages());
            rendered.set(number - 1, page);
        }
        return page;
    }

    List<Contract> contracts() {
        return contracts;
    }
}
