package eve.contracts.aggregator.outbox;

import java.util.Map;

/// What became of events that were sent together.
sealed interface SendOutcome {

    /// Kafka has them all.
    record Acknowledged() implements SendOutcome {}

    /// Kafka will never take some of them, with the reason of each; the others are to be sent again without them.
    record Refused(Map<OutboxEvent, String> reasons) implements SendOutcome {}

    /// Kafka is out of reach or has given this relay up: all are to be sent again, none has failed.
    record NotNow(RuntimeException cause) implements SendOutcome {}
}
