package eve.contracts.api.standing;

import eve.contracts.api.caching.CacheFor;
import eve.contracts.api.problems.InvalidParameterException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/// Tells where an id stands; every id has an answer, so there is no 404.
@RestController
class StandingController {

    private final Standings standings;

    StandingController(Standings standings) {
        this.standings = standings;
    }

    @CacheFor(seconds = 1)
    @GetMapping("/api/contract-ids/{id}")
    Standing standing(@PathVariable long id) {
        return standings.of(InvalidParameterException.requireId("id", id));
    }
}
