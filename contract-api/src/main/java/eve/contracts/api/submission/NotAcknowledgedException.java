package eve.contracts.api.submission;

import eve.contracts.api.problems.ProblemException;
import eve.contracts.api.problems.ProblemKind;

/// Kafka did not acknowledge all ids of a submission: 503, with the number of acknowledged ids as
/// `acknowledged`.
final class NotAcknowledgedException extends ProblemException {

    private final int acknowledged;

    NotAcknowledgedException(int acknowledged, int of, Throwable cause) {
        super(
                ProblemKind.NOT_ACKNOWLEDGED,
                "Kafka acknowledged " + acknowledged + " of " + of
                        + " ids; publish all of them again: an id that comes twice does no harm",
                cause);
        this.acknowledged = acknowledged;
        member("acknowledged", acknowledged);
        member("submitted", of);
        retryAfter(5);
    }

    int acknowledged() {
        return acknowledged;
    }
}
