package eve.contracts.aggregator.esi;

import eve.contracts.aggregator.esi.client.EsiAnswer;
import eve.contracts.aggregator.esi.client.EsiClient;
import eve.contracts.aggregator.esi.client.EsiRoute;
import eve.contracts.aggregator.validation.FetchFailedException;
import eve.contracts.aggregator.validation.SchemaViolationException;
import eve.contracts.aggregator.validation.Verdict;
import eve.contracts.model.FailureReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/// Reads all pages of a contract's items or bids and checks that they belong together.
@Component
class PagedLists {

    /// Many times the size of the largest possible contract.
    private static final int MAX_ENTRIES = 20_000;

    private final EsiClient esi;

    PagedLists(EsiClient esi) {
        this.esi = esi;
    }

    interface Reader<T> {
        List<T> read(JsonNode page) throws SchemaViolationException;
    }

    /// @param same whether two entries state the same facts
    record Kind<T>(EsiRoute route, Reader<T> reader, ToLongFunction<T> id, BiPredicate<T, T> same) {}

    /// @param entries ordered by id, so that equal lists are equal however ESI orders them
    /// @param lastModified when ESI generated the list; `null` where ESI gave no date
    /// @param etag the ETag with which ESI can confirm the whole list; only a list of one page has one
    record PagedList<T>(
            List<T> entries,
            @Nullable Instant lastModified,
            Instant freshUntil,
            @Nullable String etag) {

        /// Returns the same list, fresh until another instant.
        PagedList<T> stillUntil(Instant until) {
            return new PagedList<>(entries, lastModified, until, etag);
        }
    }

    /// @param known the list read before, returned when ESI confirms it or sends an older list
    /// @throws FetchFailedException when a page cannot be fetched, or the pages are not of one list
    <T> PagedList<T> read(Kind<T> kind, long contractId, @Nullable PagedList<T> known)
            throws FetchFailedException, SchemaViolationException {
        EsiRoute route = kind.route();
        EsiAnswer first = esi.get(route, route.path(contractId, 1), known == null ? null : known.etag());
        if (first.unchanged() && known != null) {
            return known.stillUntil(first.freshUntil());
        }
        List<T> entries = entries(kind, contractId, first);
        int pages = first.pages(1);
        for (int page = 2; page <= pages; page++) {
            EsiAnswer next = next(route, contractId, page, entries.size());
            if (next == null) {
                break;
            }
            if (next.pages(1) != pages || !Objects.equals(next.lastModified(), first.lastModified())) {
                throw inconsistent(route, contractId, "page " + page + " is of another list than page 1");
            }
            entries.addAll(entries(kind, contractId, next));
            if (entries.size() > MAX_ENTRIES) {
                throw broken(route, contractId, "more than " + MAX_ENTRIES + " entries");
            }
        }
        Map<Long, T> byId = byId(kind, contractId, entries);
        if (known != null && isOlder(first.lastModified(), byId.keySet(), known, kind.id())) {
            return known.stillUntil(first.freshUntil());
        }
        return new PagedList<>(
                List.copyOf(byId.values()), first.lastModified(), first.freshUntil(), pages == 1 ? first.etag() : null);
    }

    private static <T> List<T> entries(Kind<T> kind, long contractId, EsiAnswer page)
            throws FetchFailedException, SchemaViolationException {
        if (!page.json().isArray()) {
            throw broken(kind.route(), contractId, "the answer is not a list");
        }
        return new ArrayList<>(kind.reader().read(page.json()));
    }

    /// Returns the entries in order of their ids. Equal entries with the same id count once; different entries
    /// with the same id are an error.
    private static <T> Map<Long, T> byId(Kind<T> kind, long contractId, List<T> entries) throws FetchFailedException {
        Map<Long, T> byId = new TreeMap<>();
        for (T entry : entries) {
            long id = kind.id().applyAsLong(entry);
            T before = byId.putIfAbsent(id, entry);
            if (before != null && !kind.same().test(before, entry)) {
                throw inconsistent(kind.route(), contractId, "two entries have the id " + id + " and differ");
            }
        }
        return byId;
    }

    /// Returns whether the list is older than the known one; a cache may answer with such a list. A list
    /// without a date counts as newer only if it contains every known entry. An empty list never counts as
    /// newer, because listed entries are never withdrawn.
    private static <T> boolean isOlder(
            @Nullable Instant lastModified, Set<Long> ids, PagedList<T> known, ToLongFunction<T> id) {
        if (ids.isEmpty() && !known.entries().isEmpty()) {
            return true;
        }
        Instant knownModified = known.lastModified();
        if (lastModified != null && knownModified != null && !lastModified.equals(knownModified)) {
            return lastModified.isBefore(knownModified);
        }
        return !known.entries().stream().allMatch(entry -> ids.contains(id.applyAsLong(entry)));
    }

    /// Fetches a later page. If it is gone, the list is not gone, because its first page exists: the list has
    /// changed.
    ///
    /// @param entries the number of entries so far
    /// @return `null` when there is none: a page after one that is not full is a wrong page count
    private @Nullable EsiAnswer next(EsiRoute route, long contractId, int page, int entries)
            throws FetchFailedException {
        try {
            return esi.get(route, route.path(contractId, page));
        } catch (FetchFailedException e) {
            if (e.verdict() instanceof Verdict.Gone) {
                if (entries < EsiAnswer.FULL_PAGE) {
                    return null;
                }
                throw inconsistent(route, contractId, "page " + page + " is gone");
            }
            throw e;
        }
    }

    private static FetchFailedException broken(EsiRoute route, long contractId, String how) {
        return new FetchFailedException(
                new Verdict.Retry(FailureReason.ESI_BROKEN_ANSWER, route + " of contract " + contractId + ": " + how));
    }

    private static FetchFailedException inconsistent(EsiRoute route, long contractId, String how) {
        return new FetchFailedException(new Verdict.Retry(
                FailureReason.ESI_INCONSISTENT_PAGES, route + " of contract " + contractId + ": " + how));
    }
}
