package eve.contracts.api.deadletters;

import eve.contracts.api.limits.Recent;
import eve.contracts.api.problems.InvalidParameterException;
import eve.contracts.api.problems.ProblemException;
import eve.contracts.api.problems.ProblemKind;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Serves dead letters, and discards single ones.
@RestController
class DeadLetterController {

    private static final int MAX_LIMIT = 200;

    private final DeadLetters deadLetters;
    private final DeadLetterValues values;
    private final Recent<DeadLetterCounts> counts;

    DeadLetterController(DeadLetters deadLetters, DeadLetterValues values) {
        this.deadLetters = deadLetters;
        this.values = values;
        this.counts = new Recent<>(deadLetters::counts, Duration.ofSeconds(1), InstantSource.system());
    }

    @GetMapping("/api/dead-letters")
    DeadLetterPage list(
            @RequestParam @Nullable String reason,
            @RequestParam @Nullable Instant since,
            @RequestParam @Nullable Instant until,
            @RequestParam @Nullable Long contractId,
            @RequestParam @Nullable DeadLetterState state,
            @RequestParam @Nullable String cursor,
            @RequestParam(defaultValue = "50") Integer limit) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new InvalidParameterException("limit", "must be between 1 and " + MAX_LIMIT + ", not " + limit);
        }
        return deadLetters.page(DeadLetterFilter.of(reason, since, until, contractId), state, cursor, limit);
    }

    @GetMapping("/api/dead-letters/summary")
    DeadLetterCounts summary() {
        return counts.get();
    }

    @GetMapping("/api/dead-letters/{id}")
    DeadLetterDetail detail(@PathVariable String id) {
        return deadLetters.find(DeadLetterId.require("id", id)).orElseThrow(() -> notThere(id));
    }

    @ApiResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE,
                            schema = @Schema(type = "string", format = "binary")))
    @GetMapping(path = "/api/dead-letters/{id}/value", produces = MediaType.APPLICATION_OCTET_STREAM_VALUE)
    void value(@PathVariable String id, HttpServletResponse response) {
        var letter = detail(id).entry();
        if (letter.valueBytes() == null) {
            throw new ProblemException(ProblemKind.NO_VALUE, "Dead letter " + id + " has no value");
        }
        values.send(letter, letter.valueBytes(), response);
    }

    /// Discards a dead letter. Repeated calls do no harm: the name of the first caller stays on record.
    @PostMapping(path = "/api/dead-letters/{id}/discard", consumes = MediaType.APPLICATION_JSON_VALUE)
    DeadLetterDetail discard(@PathVariable String id, @RequestBody Discard discard, Principal operator) {
        boolean discarded =
                deadLetters.discard(DeadLetterId.require("id", id), operator.getName(), Note.require(discard.note()));
        var letter = deadLetters.findDecided(id).orElseThrow(() -> notThere(id));
        if (!discarded && letter.entry().state() != DeadLetterState.DISCARDED) {
            throw new ProblemException(
                    ProblemKind.ALREADY_DECIDED,
                    "Dead letter " + id + " is " + letter.entry().state() + "; only an open or quarantined one can be"
                            + " discarded");
        }
        return letter;
    }

    /// @param note why; required
    @Schema(name = "DeadLetterDiscard")
    record Discard(@Nullable String note) {}

    private static ProblemException notThere(String id) {
        return new ProblemException(
                ProblemKind.NO_SUCH_DEAD_LETTER,
                "There is no dead letter " + id + "; GET /api/dead-letters lists them");
    }
}
