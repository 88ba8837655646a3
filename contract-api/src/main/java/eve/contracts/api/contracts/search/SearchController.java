package eve.contracts.api.contracts.search;

import eve.contracts.api.caching.CacheFor;
import eve.contracts.api.contracts.ContractPage;
import eve.contracts.api.contracts.ContractStatus;
import eve.contracts.model.ContractType;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Serves searches. Clients may cache a page and revalidate it by its ETag ([CacheFor]).
@RestController
class SearchController {

    private final Searches searches;

    SearchController(Searches searches) {
        this.searches = searches;
    }

    @CacheFor(seconds = 10)
    @GetMapping("/api/contracts")
    ContractPage search(
            @RequestParam @Nullable Long regionId,
            @RequestParam @Nullable ContractType type,
            @RequestParam @Nullable Long typeId,
            @RequestParam(defaultValue = "OPEN") ContractStatus status,
            @RequestParam @Nullable BigDecimal minPrice,
            @RequestParam @Nullable BigDecimal maxPrice,
            @RequestParam @Nullable String q,
            @RequestParam @Nullable Instant expiresAfter,
            @RequestParam @Nullable Instant expiresBefore,
            @RequestParam @Nullable Instant issuedAfter,
            @RequestParam @Nullable String sort,
            @RequestParam @Nullable String cursor,
            @RequestParam(defaultValue = "" + ContractSearch.DEFAULT_LIMIT) Integer limit) {
        var filters = new SearchFilters(
                regionId, type, typeId, status, minPrice, maxPrice, q, expiresAfter, expiresBefore, issuedAfter);
        return searches.page(ContractSearch.of(filters, SearchSort.parse(sort), cursor, limit));
    }
}
