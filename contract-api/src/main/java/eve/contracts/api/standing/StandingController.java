package eve.contracts.api.standing;

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

/// Answers with the status of ids; every id has one, so there is no 404.
@RestController
class StandingController {

    static final int MAX_IDS = 1_000;

    private final Standings standings;

    StandingController(Standings standings) {
        this.standings = standings;
    }

    @CacheFor(seconds = 1)
    @GetMapping("/api/contract-ids/{id}")
    Standing standing(@PathVariable long id) {
        return standings.of(InvalidParameterException.requireId("id", id));
    }

    /// Reads, though it is a POST: a query string holds no thousand ids.
    @PostMapping(path = "/api/contract-ids/query", consumes = MediaType.APPLICATION_JSON_VALUE)
    ContractIdStatuses query(@RequestBody ContractIdQuery query) {
        return new ContractIdStatuses(standings.of(ContractIds.require(query.contractIds(), MAX_IDS)));
    }

    /// @param contractIds the ids that are asked for; one that comes twice is answered once
    record ContractIdQuery(
            @ArraySchema(
                    minItems = 1,
                    maxItems = MAX_IDS,
                    schema = @Schema(implementation = Long.class, minimum = "1"),
                    arraySchema = @Schema(requiredMode = Schema.RequiredMode.REQUIRED))
            @Nullable
            List<JsonNode> contractIds) {}

    /// @param contractIds one for each id that was asked for, in the order given
    record ContractIdStatuses(List<Standing> contractIds) {}
}
