package eve.contracts.engines.test;

/// Kafka and PostgreSQL for tests. All tests of a run share them. They start at the first use and stop at exit.
public sealed interface Engines permits EmbeddedEngines, ContainerEngines {

    /// Returns the engines of this run. The system property `engines` chooses them: `embedded`, the default, or
    /// `containers`.
    static Engines shared() {
        return SharedEngines.get();
    }

    String bootstrapServers();

    /// Creates a new, empty database on the shared server.
    Database createDatabase();

    /// A new database on the shared server with the content of the template.
    Database createDatabase(DatabaseTemplate template);
}
