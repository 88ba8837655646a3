package eve.contracts.aggregator.outbox;

import java.util.Map;

/// The result of sending events together.
sealed interface SendOutcome {

    /// Kafka acknowledged all of them.
    record Acknowledged() implements SendOutcome {}

    /// Kafka will never accept some of them, with the reason for each; the others must be sent again without
    /// them.
    record Refused(Map<OutboxEvent, String> reasons) implements SendOutcome {}

    /// Kafka cannot be reached or has fenced this relay: all must be sent again, none has failed.
    record NotNow(RuntimeException cause) implements SendOutcome {}
}
