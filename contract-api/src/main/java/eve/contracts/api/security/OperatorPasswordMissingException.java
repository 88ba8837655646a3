package eve.contracts.api.security;

/// The service was started without a password for the operator, and has no default for it.
final class OperatorPasswordMissingException extends RuntimeException {

    OperatorPasswordMissingException() {
        super("OPERATOR_PASSWORD is not set");
    }
}
