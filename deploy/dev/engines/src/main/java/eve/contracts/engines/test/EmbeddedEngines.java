package eve.contracts.engines.test;

import eve.contracts.engines.EmbeddedKafka;
import eve.contracts.engines.EmbeddedPostgresServer;

/// The engines in this process, with temporary data.
record EmbeddedEngines(EmbeddedKafka kafka, EmbeddedPostgresServer postgres, Databases databases) implements Engines {

    static EmbeddedEngines start() {
        EmbeddedKafka.Options kafka = EmbeddedKafka.options();
        GroupTimings.QUICK.forEach(kafka::property);
        var both = SharedEngines.both(kafka::start, EmbeddedPostgresServer.options()::start);
        EmbeddedPostgresServer postgres = both.second();
        EmbeddedEngines engines = new EmbeddedEngines(
                both.first(),
                postgres,
                new Databases(postgres::jdbcUrl, "postgres", postgres.username(), postgres.password()));
        Runtime.getRuntime().addShutdownHook(new Thread(engines::close, "engines-stop"));
        return engines;
    }

    private void close() {
        try (kafka;
                postgres) {
            // nothing else to clean up
        }
    }

    @Override
    public String bootstrapServers() {
        return kafka.bootstrapServers();
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
