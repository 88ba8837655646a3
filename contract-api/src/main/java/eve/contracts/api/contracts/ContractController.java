package eve.contracts.api.contracts;

import eve.contracts.api.caching.CacheFor;
import eve.contracts.api.problems.InvalidParameterException;
import eve.contracts.api.problems.ProblemException;
import eve.contracts.api.problems.ProblemKind;
import eve.contracts.model.ContractType;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Serves stored contracts. Answers may be kept, and are asked for again with their ETag ([CacheFor]).
@RestController
class ContractController {

    private final Contracts contracts;

    ContractController(Contracts contracts) {
        this.contracts = contracts;
    }

    @CacheFor(seconds = 10)
    @GetMapping("/api/contracts/{id}")
    StoredContract contract(@PathVariable long id) {
        return contracts.find(InvalidParameterException.requireId("id", id)).orElseThrow(() -> notStored(id));
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
        return contracts.search(ContractSearch.of(filters, SearchSort.parse(sort), cursor, limit));
    }

    private static ProblemException notStored(long id) {
        return new ProblemException(
                ProblemKind.CONTRACT_NOT_STORED,
                "Contract " + id + " is not stored; GET /api/contract-ids/" + id + " says where the id stands");
    }
}
