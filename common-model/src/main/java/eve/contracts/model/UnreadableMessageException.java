package eve.contracts.model;

/// A record's value is no [ContractIdMessage]. A retry cannot help: the record belongs to the dead letters,
/// with its bytes unchanged.
public final class UnreadableMessageException extends Exception {

    private final FailureReason reason;

    public UnreadableMessageException(FailureReason reason, String message) {
        super(message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE));
        this.reason = reason;
    }

    private static final int MAX_MESSAGE = 300;

    public FailureReason reason() {
        return reason;
    }
}
