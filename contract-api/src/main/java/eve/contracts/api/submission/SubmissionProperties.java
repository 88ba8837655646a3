package eve.contracts.api.submission;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How many ids are taken, so that a caller who runs wild fills neither Kafka nor this process.
///
/// @param ids that one process publishes in a period, all callers together; 10000 or more
/// @param period after which as many are taken again
@ConfigurationProperties("contracts.submission")
record SubmissionProperties(
        @DefaultValue("100000") int ids,
        @DefaultValue("10s") Duration period) {

    SubmissionProperties {
        if (ids < IdSubmission.MAX_IDS) {
            throw new IllegalArgumentException(
                    "contracts.submission.ids must be " + IdSubmission.MAX_IDS + " or more, the ids of one call");
        }
    }
}
