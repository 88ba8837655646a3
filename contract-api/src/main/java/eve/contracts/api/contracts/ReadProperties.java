package eve.contracts.api.contracts;

import eve.contracts.database.DatabaseLogin;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Where callers read from.
///
/// @param url of a database to read from, such as a replica; empty: the one of spring.datasource
/// @param username of a role that may only read; empty: the one of spring.datasource
/// @param password of that role
/// @param maximumPoolSize connections at most, apart from those that write; bounds the reads at work at once; 2 or more
/// @param timeout after which a query is given up; whole seconds, 1s or more
@ConfigurationProperties("contracts.read")
public record ReadProperties(
        @DefaultValue("") String url,
        @DefaultValue("") String username,
        @DefaultValue("") String password,
        @DefaultValue("12") int maximumPoolSize,
        @DefaultValue("5s") Duration timeout) {

    public ReadProperties {
        if (maximumPoolSize < 2) {
            throw new IllegalArgumentException("contracts.read.maximum-pool-size must be 2 or more");
        }
        if (timeout.toSeconds() < 1) {
            throw new IllegalArgumentException("contracts.read.timeout must be 1s or more");
        }
    }

    /// @param writing of spring.datasource
    public DatabaseLogin login(DatabaseLogin writing) {
        boolean ownRole = !username.isEmpty();
        return new DatabaseLogin(
                url.isEmpty() ? writing.url() : url,
                ownRole ? username : writing.username(),
                ownRole ? password : writing.password());
    }

    @Override
    public String toString() {
        return "ReadProperties[url=" + url + ", username=" + username + "]";
    }
}
