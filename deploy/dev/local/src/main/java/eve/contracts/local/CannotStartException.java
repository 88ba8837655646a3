package eve.contracts.local;

/// An error that the user can correct; the message contains everything that the user needs to know.
final class CannotStartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CannotStartException(String message) {
        super(message);
    }
}
