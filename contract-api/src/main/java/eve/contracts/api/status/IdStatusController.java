package eve.contracts.api.status;

import eve.contracts.api.caching.CacheFor;
import eve.contracts.api.problems.InvalidParameterException;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// Serves the status of ids. Every id has a status, so there is no 404.
@RestController
class IdStatusController {

    static final int MAX_IDS = 1_000;

    private final IdStatusReader standings;

    IdStatusController(IdStatusReader standings) {
        this.standings = standings;
    }

    @CacheFor(seconds = 1)
    @GetMapping("/api/contract-ids/{id}")
    IdStatus standing(@PathVariable long id) {
        return standings.of(InvalidParameterException.requireId("id", id));
    }

    /// Only reads, although it is a POST: 1,000 ids do not fit into a query string.
    @PostMapping(path = "/api/contract-ids/query", consumes = MediaType.APPLICATION_JSON_VALUE)
    ContractIdStatuses query(@RequestBody ContractIdQuery query) {
        return new ContractIdStatuses(standings.of(ContractIds.require(query.contractIds(), MAX_IDS)));
    }

    /// @param contractIds the requested ids; a duplicate is answered once
    record ContractIdQuery(
            @ArraySchema(
                    minItems = 1,
                    maxItems = MAX_IDS,
                    schema = @Schema(implementation = Long.class, minimum = "1"),
                    arraySchema = @Schema(requiredMode = Schema.RequiredMode.REQUIRED))
            @Nullable
            List<JsonNode> contractIds) {}

    /// @param contractIds one status for each requested id, in the order given
    record ContractIdStatuses(List<IdStatus> contractIds) {}
}
