package eve.contracts.api.security;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The login of the operator, who may write.
///
/// @param username the user name of the operator
/// @param password the password of the operator, 12 characters or more; required
@ConfigurationProperties("contracts.operator")
record OperatorProperties(
        @DefaultValue("operator") String username,
        @DefaultValue("") String password) {

    @Override
    public String toString() {
        return "OperatorProperties[username=" + username + "]";
    }
}
