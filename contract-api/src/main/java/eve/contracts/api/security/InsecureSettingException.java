package eve.contracts.api.security;

/// The configuration leaves a login open that must not be: the service does not start.
final class InsecureSettingException extends RuntimeException {

    private final String action;

    /// @param action what to set
    InsecureSettingException(String description, String action) {
        super(description);
        this.action = action;
    }

    String action() {
        return action;
    }
}
