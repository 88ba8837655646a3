package eve.contracts.api.cli;

/// The service refused a call, or could not be reached for too long; the message is for whoever typed the command.
final class CallFailedException extends RuntimeException {

    CallFailedException(String message) {
        super(message);
    }
}
