package eve.contracts.api.cli;

/// The service rejected a call, or was not available for too long; the message is shown to the user.
final class CallFailedException extends RuntimeException {

    CallFailedException(String message) {
        super(message);
    }
}
