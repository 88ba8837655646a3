package eve.contracts.api.reading;

import eve.contracts.database.DatabaseLogin;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The database connections for reading.
///
/// @param url the URL of a database to read from, such as a replica; empty: that of spring.datasource
/// @param username a role that may only read; empty: that of spring.datasource
/// @param password the password of that role
/// @param maximumPoolSize the maximum number of reading connections, in addition to those that write; limits
///     the reads that run at the same time; 2 or more
/// @param timeout the time limit of a query; whole seconds, 1s or more
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

    /// @param writing the login of spring.datasource
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
