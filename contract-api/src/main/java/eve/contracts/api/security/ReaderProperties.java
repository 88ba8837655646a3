package eve.contracts.api.security;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The login of the reader, who may read everything and change nothing.
///
/// @param username the user name of the reader
/// @param password the password of the reader, 12 characters or more; without one there is no reader
@ConfigurationProperties("contracts.reader")
record ReaderProperties(
        @DefaultValue("reader") String username,
        @DefaultValue("") String password) {

    @Override
    public String toString() {
        return "ReaderProperties[username=" + username + "]";
    }
}
