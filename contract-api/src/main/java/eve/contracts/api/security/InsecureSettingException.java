package eve.contracts.api.security;

/// The configuration makes the service insecure, so it does not start.
final class InsecureSettingException extends RuntimeException {

    private final String action;

    /// @param action the setting to change
    InsecureSettingException(String description, String action) {
        super(description);
        this.action = action;
    }

    String action() {
        return action;
    }
}
