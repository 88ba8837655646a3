package eve.contracts.model;

/// Names of Kafka record headers. Those that begin with `kafka_dlt-` are spring-kafka's, in its encodings
/// (numbers are big-endian, text is UTF-8); all others are UTF-8 text.
public final class HeaderNames {

    /// Where the record first failed; text.
    public static final String ORIGINAL_TOPIC = "kafka_dlt-original-topic";
    /// Its partition there; 4 bytes.
    public static final String ORIGINAL_PARTITION = "kafka_dlt-original-partition";
    /// Its offset there; 8 bytes.
    public static final String ORIGINAL_OFFSET = "kafka_dlt-original-offset";
    /// Its timestamp there, milliseconds since 1970; 8 bytes.
    public static final String ORIGINAL_TIMESTAMP = "kafka_dlt-original-timestamp";
    /// Class name of the first failure; text.
    public static final String EXCEPTION_FQCN = "kafka_dlt-exception-fqcn";
    /// Message of the first failure, at most a few hundred characters; text.
    public static final String EXCEPTION_MESSAGE = "kafka_dlt-exception-message";

    /// The number of failed attempts of the id; decimal.
    public static final String ATTEMPTS = "contract-attempts";
    /// Name of the latest [FailureReason].
    public static final String FAILURE_REASON = "contract-failure-reason";
    /// The record is not tried before this instant, ISO-8601 UTC.
    public static final String DUE_AT = "contract-due-at";
    /// How many times the record was replayed from the dead letters; decimal.
    public static final String REPLAY_COUNT = "contract-replay-count";
    /// Which redrive replayed the record last; decimal.
    public static final String REDRIVE_ID = "contract-redrive-id";
    /// On a dead letter whose record is too large to be sent on: the size in bytes of the value, which the dead
    /// letter lacks. The whole record is where it first failed, for as long as that topic keeps it; decimal.
    public static final String VALUE_OMITTED = "contract-value-omitted";

    /// `low` on an id of a bulk load: other ids come first. The same holds for replays without this header.
    public static final String PRIORITY = "contract-priority";

    public static final String CE_SPECVERSION = "ce_specversion";
    public static final String CE_ID = "ce_id";
    public static final String CE_SOURCE = "ce_source";
    public static final String CE_TYPE = "ce_type";
    public static final String CE_SUBJECT = "ce_subject";
    public static final String CE_TIME = "ce_time";
    public static final String CONTENT_TYPE = "content-type";
    /// Equals `ce_id`: the header that Debezium's outbox event router writes.
    public static final String EVENT_ID = "id";
    /// The contract's version after the event; decimal. 0 for a contract that was never stored.
    public static final String CONTRACT_VERSION = "contract-version";
    /// W3C trace context of the work that led to the event, when there is a trace.
    public static final String TRACEPARENT = "traceparent";

    private HeaderNames() {}
}
