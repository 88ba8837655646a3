package eve.contracts.engines.test;

/// A Kafka and a PostgreSQL for tests: the same two for all tests of a run, started when they are first asked for and
/// stopped at exit.
public sealed interface Engines permits EmbeddedEngines, ContainerEngines {

    /// The engines of this run, chosen by the system property `engines`: `embedded`, which is the default, or
    /// `containers`.
    static Engines shared() {
        return SharedEngines.get();
    }

    String bootstrapServers();

    /// A new, empty database on the shared server.
    Database createDatabase();
}
