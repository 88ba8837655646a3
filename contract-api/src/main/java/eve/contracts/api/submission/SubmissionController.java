package eve.contracts.api.submission;

import eve.contracts.api.idempotency.Claim;
import eve.contracts.api.idempotency.Idempotency;
import eve.contracts.api.problems.InvalidParameterException;
import eve.contracts.api.problems.ProblemException;
import eve.contracts.api.problems.ProblemKind;
import eve.contracts.model.ContractIdMessage;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.net.URI;
import java.security.Principal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/// Accepts ids to fetch. 202 means that Kafka has all of them; its `Location` returns their status, and `GET
/// /api/contract-ids/{id}` the status of one id.
@RestController
class SubmissionController {

    private static final String PATH = "/api/contract-ids";

    private final IdPublisher publisher;
    private final SubmissionRate rate;
    private final Submissions submissions;
    private final Idempotency idempotency;

    SubmissionController(IdPublisher publisher, SubmissionRate rate, Submissions submissions, Idempotency idempotency) {
        this.publisher = publisher;
        this.rate = rate;
        this.submissions = submissions;
        this.idempotency = idempotency;
    }

    @ApiResponse(
            responseCode = "202",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = Receipt.class)))
    @PostMapping(path = PATH, consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<?> submit(
            @RequestBody IdSubmission submission,
            @RequestHeader(name = Idempotency.HEADER, required = false) @Nullable String idempotencyKey,
            Principal operator) {
        var messages = submission.messages();
        boolean low = submission.lowPriority();
        int submitted =
                submission.contractIds() == null ? 0 : submission.contractIds().size();
        return idempotency.once(
                idempotencyKey,
                operator.getName(),
                Arrays.asList(
                        PATH, submission.contractIds(), messages.getFirst().regionId(), low),
                claim -> publish(messages, low, submitted, claim));
    }

    private ResponseEntity<?> publish(List<ContractIdMessage> messages, boolean low, int submitted, Claim claim) {
        rate.take(messages.size());
        var before = Instant.now();
        var records = publisher.publish(messages, low);
        var receipt = new Receipt(submitted, submitted - messages.size(), messages.size());
        var id = UUID.randomUUID();
        var answer = ResponseEntity.accepted()
                .location(URI.create(PATH + "/submissions/" + id))
                .body(receipt);
        return submissions.add(id, records, before, () -> claim.complete(answer))
                ? answer
                : ResponseEntity.accepted().body(receipt);
    }

    @GetMapping(PATH + "/submissions/{id}")
    Submission submission(@PathVariable @Schema(format = "uuid") String id) {
        return submissions.find(parse(id)).orElseThrow(() -> notKept(id));
    }

    /// @param submitted the number of ids in the request
    /// @param duplicates the number of ids that the request repeats
    /// @param published the number of ids that Kafka acknowledged: all others
    @Schema(name = "SubmissionReceipt")
    record Receipt(int submitted, int duplicates, int published) {}

    private static UUID parse(String id) {
        if (!id.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")) {
            throw new InvalidParameterException("id", "must be that of a submission, as its Location has it");
        }
        return UUID.fromString(id);
    }

    private static ProblemException notKept(String id) {
        return new ProblemException(
                ProblemKind.NO_SUCH_SUBMISSION,
                "There is no submission " + id
                        + ", or not any more; POST /api/contract-ids/query has the status of ids");
    }
}
