package eve.contracts.local;

/// Something the person at the keyboard can put right; the message is all they need to read.
final class CannotStartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CannotStartException(String message) {
        super(message);
    }
}
