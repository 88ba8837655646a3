package eve.contracts.simulator.universe;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// One snapshot of a region: all its pages bear the same date and never change.
public final class Listing {
    private final Instant madeAt;
    private final Instant expires;
    private final List<Contract> contracts;
    private final AtomicReferenceArray<Page> rendered;

    Listing(Instant madeAt, Instant expires, List<Contract> contracts) {
        this.madeAt = madeAt;
        this.expires = expires;
        this.contracts = List.copyOf(contracts);
        this.rendered = new AtomicReferenceArray<>(Page.count(contracts.size()));
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

    /// A page from 1 on, rendered when it is first asked for.
    public Page page(int number) {
        Page page = rendered.get(number - 1);
        if (page == null) {
            page = Page.of(
                    Pages.cut(contracts, number - 1).stream()
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
