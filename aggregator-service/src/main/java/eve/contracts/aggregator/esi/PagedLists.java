package eve.contracts.aggregator.esi;

import eve.contracts.aggregator.validation.SchemaViolationException;
import eve.contracts.aggregator.validation.UnfitAnswerException;
import eve.contracts.aggregator.validation.Verdict;
import eve.contracts.model.FailureReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/// Reads all pages of a contract's items or bids and sees that they belong together.
@Component
class PagedLists {

    /// Many times what a contract can hold.
    private static final int MAX_ENTRIES = 20_000;

    private final EsiClient esi;

    PagedLists(EsiClient esi) {
        this.esi = esi;
    }

    interface Reader<T> {
        List<T> read(JsonNode page) throws SchemaViolationException;
    }

    /// @param entries ordered by id, so that equal lists are equal however ESI orders them
    /// @param etag under which ESI can say that the whole list is unchanged: only a list of one page has one
    record PagedList<T>(
            List<T> entries,
            @Nullable Instant lastModified,
            Instant freshUntil,
            @Nullable String etag) {}

    /// @param known what was read before, to be told when it is unchanged
    /// @throws UnfitAnswerException when a page cannot be had, or the pages are not of one list
    <T> PagedList<T> read(
            EsiRoute route, long contractId, Reader<T> reader, ToLongFunction<T> id, @Nullable PagedList<T> known)
            throws UnfitAnswerException, SchemaViolationException {
        EsiAnswer first = esi.get(route, route.path(contractId, 1), known == null ? null : known.etag());
        if (first.unchanged() && known != null) {
            Instant modified = first.lastModified();
            Instant asOf = modified == null ? first.saidAt() : modified;
            return new PagedList<>(known.entries(), asOf, first.freshUntil(), known.etag());
        }
        List<T> entries = new ArrayList<>(reader.read(first.json()));
        int pages = first.pages(1);
        for (int page = 2; page <= pages; page++) {
            EsiAnswer next = next(route, contractId, page);
            if (next.pages(1) != pages || !Objects.equals(next.lastModified(), first.lastModified())) {
                throw inconsistent(route, contractId, "page " + page + " is of another list than page 1");
            }
            entries.addAll(reader.read(next.json()));
            if (entries.size() > MAX_ENTRIES) {
                throw new UnfitAnswerException(new Verdict.Retry(
                        FailureReason.ESI_BROKEN_ANSWER,
                        route + " of contract " + contractId + ": more than " + MAX_ENTRIES + " entries"));
            }
        }
        Set<Long> ids = new HashSet<>();
        for (T entry : entries) {
            if (!ids.add(id.applyAsLong(entry))) {
                throw inconsistent(route, contractId, "two pages hold " + id.applyAsLong(entry));
            }
        }
        entries.sort(Comparator.comparingLong(id));
        return new PagedList<>(
                List.copyOf(entries), first.lastModified(), first.freshUntil(), pages == 1 ? first.etag() : null);
    }

    /// A list whose first page was there is not gone because a later one is: it has changed.
    private EsiAnswer next(EsiRoute route, long contractId, int page) throws UnfitAnswerException {
        try {
            return esi.get(route, route.path(contractId, page));
        } catch (UnfitAnswerException e) {
            if (e.verdict() instanceof Verdict.Gone) {
                throw inconsistent(route, contractId, "page " + page + " is gone");
            }
            throw e;
        }
    }

    private static UnfitAnswerException inconsistent(EsiRoute route, long contractId, String how) {
        return new UnfitAnswerException(new Verdict.Retry(
                FailureReason.ESI_INCONSISTENT_PAGES, route + " of contract " + contractId + ": " + how));
    }
}
