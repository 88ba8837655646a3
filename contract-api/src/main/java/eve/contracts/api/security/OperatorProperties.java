package eve.contracts.api.security;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Who may write.
///
/// @param username of the operator
/// @param password of the operator, 12 characters or more; required
@ConfigurationProperties("contracts.operator")
record OperatorProperties(
        @DefaultValue("operator") String username,
        @DefaultValue("") String password) {

    @Override
    public String toString() {
        return "OperatorProperties[username=" + username + "]";
    }
}
