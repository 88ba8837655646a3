package eve.contracts.engines.test;

import eve.contracts.engines.EmbeddedKafka;
import eve.contracts.engines.EmbeddedPostgresServer;

/// The engines in this process, with temporary data.
record EmbeddedEngines(EmbeddedKafka kafka, EmbeddedPostgresServer postgres) implements Engines {

    static EmbeddedEngines start() {
        EmbeddedKafka.Options kafka = EmbeddedKafka.options();
        GroupTimings.QUICK.forEach(kafka::property);
        var both = SharedEngines.both(kafka::start, EmbeddedPostgresServer.options()::start);
        EmbeddedEngines engines = new EmbeddedEngines(both.first(), both.second());
        Runtime.getRuntime().addShutdownHook(new Thread(engines::close, "engines-stop"));
        return engines;
    }

    private void close() {
        try (kafka;
                postgres) {
            // closing is all there is to do
        }
    }

    @Override
    public String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    @Override
    public synchronized Database createDatabase() {
        String name = DatabaseNames.next();
        postgres.createDatabase(name);
        return new Database(name, postgres.jdbcUrl(name), postgres.username(), postgres.password());
    }
}
