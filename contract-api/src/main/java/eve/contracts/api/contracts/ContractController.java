package eve.contracts.api.contracts;

import eve.contracts.api.problems.InvalidParameterException;
import eve.contracts.model.ContractType;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.servlet.http.HttpServletRequest;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Serves stored contracts. Answers may be kept, and are asked for again with their ETag ([ContractETags]).
@RestController
class ContractController {

    private static final Set<String> SEARCH_PARAMETERS = Set.of(
            "regionId",
            "type",
            "typeId",
            "status",
            "minPrice",
            "maxPrice",
            "q",
            "expiresAfter",
            "expiresBefore",
            "issuedAfter",
            "sort",
            "cursor",
            "limit");

    private final Contracts contracts;

    ContractController(Contracts contracts) {
        this.contracts = contracts;
    }

    @GetMapping("/api/contracts/{id}")
    ResponseEntity<StoredContract> contract(@PathVariable long id) {
        return contracts
                .find(InvalidParameterException.requireId("id", id))
                .map(ContractController::revalidated)
                .orElseThrow(() -> notStored(id));
    }

    @GetMapping("/api/contracts")
    ResponseEntity<ContractPage> search(
            @RequestParam @Nullable Long regionId,
            @RequestParam @Schema(implementation = ContractType.class) @Nullable String type,
            @RequestParam @Nullable Long typeId,
            @RequestParam @Schema(implementation = ContractStatus.class) @Nullable String status,
            @RequestParam @Nullable BigDecimal minPrice,
            @RequestParam @Nullable BigDecimal maxPrice,
            @RequestParam @Nullable String q,
            @RequestParam @Schema(implementation = Instant.class) @Nullable String expiresAfter,
            @RequestParam @Schema(implementation = Instant.class) @Nullable String expiresBefore,
            @RequestParam @Schema(implementation = Instant.class) @Nullable String issuedAfter,
            @RequestParam @Nullable String sort,
            @RequestParam @Nullable String cursor,
            @RequestParam(defaultValue = "" + ContractSearch.DEFAULT_LIMIT) Integer limit,
            HttpServletRequest request) {
        requireKnownParameters(request);
        var filters = new SearchFilters(
                regionId,
                SearchFilters.type(type),
                typeId,
                SearchFilters.status(status),
                minPrice,
                maxPrice,
                q,
                SearchFilters.instant("expiresAfter", expiresAfter),
                SearchFilters.instant("expiresBefore", expiresBefore),
                SearchFilters.instant("issuedAfter", issuedAfter));
        return revalidated(contracts.search(ContractSearch.of(filters, SearchSort.parse(sort), cursor, limit)));
    }

    /// A parameter that is not understood is told: ignoring it would answer another question.
    private static void requireKnownParameters(HttpServletRequest request) {
        request.getParameterMap().forEach((name, values) -> {
            if (!SEARCH_PARAMETERS.contains(name)) {
                throw new InvalidParameterException(name, "is no parameter of this call");
            }
            if (values.length > 1) {
                throw new InvalidParameterException(name, "must be given once");
            }
        });
    }

    private static <T> ResponseEntity<T> revalidated(T body) {
        return ResponseEntity.ok().cacheControl(CacheControl.noCache()).body(body);
    }

    private static ErrorResponseException notStored(long id) {
        var problem = ProblemDetail.forStatusAndDetail(
                HttpStatus.NOT_FOUND,
                "Contract " + id + " is not stored; GET /api/contract-ids/" + id + " says where the id stands");
        return new ErrorResponseException(HttpStatus.NOT_FOUND, problem, null);
    }
}
