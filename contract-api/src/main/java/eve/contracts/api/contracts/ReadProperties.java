package eve.contracts.api.contracts;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Where contracts are read from.
///
/// @param url of a database to read from, such as a replica; empty: the one of spring.datasource
/// @param username of a role that may only read; empty: the one of spring.datasource
/// @param password of that role
/// @param maximumPoolSize connections at most; apart from those that write
/// @param timeout after which a query is given up; whole seconds, 1s or more
@ConfigurationProperties("contracts.read")
record ReadProperties(
        @DefaultValue("") String url,
        @DefaultValue("") String username,
        @DefaultValue("") String password,
        @DefaultValue("12") int maximumPoolSize,
        @DefaultValue("5s") Duration timeout) {

    ReadProperties {
        if (timeout.toSeconds() < 1) {
            throw new IllegalArgumentException("contracts.read.timeout must be 1s or more");
        }
    }

    @Override
    public String toString() {
        return "ReadProperties[url=" + url + ", username=" + username + "]";
    }
}
