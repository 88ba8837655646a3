package eve.contracts.engines.test;

/// The engines in containers.
record ContainerEngines(SharedKafkaContainer kafka, SharedPostgresContainer postgres, Databases databases)
        implements Engines {

    static ContainerEngines start() {
        var both = SharedEngines.both(SharedKafkaContainer::started, SharedPostgresContainer::started);
        SharedPostgresContainer postgres = both.second();
        return new ContainerEngines(
                both.first(),
                postgres,
                new Databases(
                        postgres::jdbcUrl, postgres.getDatabaseName(), postgres.getUsername(), postgres.getPassword()));
    }

    @Override
    public String bootstrapServers() {
        return kafka.getBootstrapServers();
    }

    @Override
    public Database createDatabase() {
        return databases.create();
    }

    @Override
    public Database createDatabase(DatabaseTemplate template) {
        return databases.create(template);
    }
}
