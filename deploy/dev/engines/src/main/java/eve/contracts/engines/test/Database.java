package eve.contracts.engines.test;

/// A database that was created for one test.
///
/// @param name unique within a run and on a server that is kept; also usable as a prefix for topics and groups
public record Database(String name, String jdbcUrl, String username, String password) {

    /// Returns the same database with all connections going through the relay.
    public Database through(TcpRelay relay) {
        return new Database(name, jdbcUrl.replaceFirst(":\\d+/", ":" + relay.port() + "/"), username, password);
    }
}
