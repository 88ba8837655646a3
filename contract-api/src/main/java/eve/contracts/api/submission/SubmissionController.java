package eve.contracts.api.submission;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Takes ids to fetch. 202 means that Kafka has them all; what becomes of one is told by `GET /api/contract-ids/{id}`.
@RestController
class SubmissionController {

    private final IdPublisher publisher;
    private final SubmissionRate rate;

    SubmissionController(IdPublisher publisher, SubmissionRate rate) {
        this.publisher = publisher;
        this.rate = rate;
    }

    @PostMapping(path = "/api/contract-ids", consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.ACCEPTED)
    Receipt submit(@RequestBody IdSubmission submission) {
        var messages = submission.messages();
        rate.take(messages.size());
        publisher.publish(messages);
        int submitted =
                submission.contractIds() == null ? 0 : submission.contractIds().size();
        return new Receipt(submitted, submitted - messages.size(), messages.size());
    }

    /// @param submitted ids in the request
    /// @param duplicates those that had come before in the request
    /// @param published those that Kafka acknowledged: all others
    record Receipt(int submitted, int duplicates, int published) {}
}
