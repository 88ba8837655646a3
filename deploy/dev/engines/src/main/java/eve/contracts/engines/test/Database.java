package eve.contracts.engines.test;

import java.util.List;

/// A database that was created for one test.
///
/// @param name unique within a run and on a server that is kept; also usable as a prefix for topics and groups
public record Database(String name, String jdbcUrl, String username, String password) {

    /// Returns the command line arguments with which a Spring Boot application connects to it.
    public List<String> arguments() {
        return List.of(
                "--spring.datasource.url=" + jdbcUrl,
                "--spring.datasource.username=" + username,
                "--spring.datasource.password=" + password);
    }

    /// Returns the same database with all connections going through the relay.
    public Database through(TcpRelay relay) {
        return new Database(name, jdbcUrl.replaceFirst(":\\d+/", ":" + relay.port() + "/"), username, password);
    }
}
