package eve.contracts.api.submission;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Limits how many ids are accepted, so that a faulty caller cannot fill Kafka or this process.
///
/// @param ids the ids that one process publishes in a period, for all callers together; 10000 or more
/// @param period the length of a period
/// @param keep how long a submission can be followed
/// @param keepIds the maximum number of ids of all submissions that can be followed; beyond it, the earliest
///     submissions are deleted
@ConfigurationProperties("contracts.submission")
record SubmissionProperties(
        @DefaultValue("100000") int ids,
        @DefaultValue("10s") Duration period,
        @DefaultValue("24h") Duration keep,
        @DefaultValue("10000000") long keepIds) {

    SubmissionProperties {
        if (ids < IdSubmission.MAX_IDS) {
            throw new IllegalArgumentException(
                    "contracts.submission.ids must be " + IdSubmission.MAX_IDS + " or more, the ids of one call");
        }
        if (keepIds < ids) {
            throw new IllegalArgumentException(
                    "contracts.submission.keep-ids must not be less than contracts.submission.ids");
        }
        if (!keep.isPositive()) {
            throw new IllegalArgumentException("contracts.submission.keep must be more than 0");
        }
    }
}
