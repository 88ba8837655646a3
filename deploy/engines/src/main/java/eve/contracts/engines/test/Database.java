package eve.contracts.engines.test;

/// A database that was created for one user, empty.
///
/// @param name unique in a run, and on a kept server too; also good as a prefix for topics and groups
public record Database(String name, String jdbcUrl, String username, String password) {

    /// The same database, with all connections passing through the relay.
    public Database through(TcpRelay relay) {
        return new Database(name, jdbcUrl.replaceFirst(":\\d+/", ":" + relay.port() + "/"), username, password);
    }
}
