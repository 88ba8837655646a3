package eve.contracts.api.security;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Who may read what is not open to everybody, and may change nothing.
///
/// @param username of the reader
/// @param password of the reader, 12 characters or more; without one there is no reader
@ConfigurationProperties("contracts.reader")
record ReaderProperties(
        @DefaultValue("reader") String username,
        @DefaultValue("") String password) {

    @Override
    public String toString() {
        return "ReaderProperties[username=" + username + "]";
    }
}
