package eve.contracts.api.contracts;

import eve.contracts.api.caching.CacheFor;
import eve.contracts.api.problems.InvalidParameterException;
import eve.contracts.api.problems.ProblemException;
import eve.contracts.api.problems.ProblemKind;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/// Serves one stored contract. Clients may cache the answer and revalidate it by its ETag ([CacheFor]).
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

    private static ProblemException notStored(long id) {
        return new ProblemException(
                ProblemKind.CONTRACT_NOT_STORED,
                "Contract " + id + " is not stored; GET /api/contract-ids/" + id + " has the status of the id");
    }
}
