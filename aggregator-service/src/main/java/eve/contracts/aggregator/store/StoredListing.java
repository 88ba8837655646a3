package eve.contracts.aggregator.store;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A complete, consistent listing as ESI sent it.
///
/// @param lastModified the same for all pages
/// @param dated `false` when ESI sent no Last-Modified: then `lastModified` is that of the listing before
/// @param freshUntil until then ESI has no newer listing
/// @param first whether it is the region's first listing
/// @param unconfirmed contracts that it lacks and that do not count as absent yet
/// @param pages in order, from page 1
public record StoredListing(
        long regionId,
        Instant lastModified,
        boolean dated,
        Instant freshUntil,
        boolean first,
        Set<Long> unconfirmed,
        List<Page> pages) {

    /// @param body the answer's bytes
    public record Page(int number, @Nullable String etag, byte[] body) {
        public boolean isEmpty() {
            return body.length <= 16 && new String(body, StandardCharsets.UTF_8).matches("\\uFEFF?\\s*\\[\\s*]\\s*");
        }
    }

    /// The dates of a listing, available without loading its pages.
    public record Summary(Instant lastModified, Instant freshUntil) {}

    public StoredListing withUnconfirmed(Set<Long> contractIds) {
        return new StoredListing(regionId, lastModified, dated, freshUntil, first, contractIds, pages);
    }

    public StoredListing withoutDate() {
        return new StoredListing(regionId, Instant.EPOCH, false, freshUntil, first, unconfirmed, pages);
    }

    public boolean isEmpty() {
        return pages.stream().allMatch(Page::isEmpty);
    }

    public @Nullable Page page(int number) {
        return number <= pages.size() ? pages.get(number - 1) : null;
    }
}
