package eve.contracts.aggregator;

import eve.contracts.aggregator.store.StoreResult;
import eve.contracts.engines.test.Database;
import eve.contracts.engines.test.Engines;
import eve.contracts.model.ContractIdMessage;
import eve.contracts.model.Topics;
import eve.contracts.schema.MigratedDatabase;
import eve.contracts.simulator.EsiSimulator;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/// Runs the real application in this process on the shared engines, with its own database and topics. It can be
/// stopped and started again on the same data; a test reads the database and the topics from outside.
public final class Worker implements AutoCloseable {

    private final Database database;
    private final Topics topics;
    private final List<String> arguments = new ArrayList<>();
    private final JdbcClient jdbc;
    private final TopicProbe probe;
    private final @Nullable Clock clock;

    private ConfigurableApplicationContext context;

    private Worker(Database database, Topics topics, List<String> arguments, @Nullable Clock clock) {
        this.clock = clock;
        this.database = database;
        this.topics = topics;
        this.arguments.addAll(arguments);
        this.jdbc = JdbcClient.create(
                new DriverManagerDataSource(database.jdbcUrl(), database.username(), database.password()));
        this.probe = new TopicProbe(Engines.shared().bootstrapServers());
        this.context = run();
    }

    /// @param properties `name=value`, on top of settings that make a test quick
    public static Worker start(URI esi, String... properties) {
        return startOn(MigratedDatabase.create(), esi, properties);
    }

    /// As above, on an existing database; the properties may set another way to reach it.
    static Worker startOn(Database database, URI esi, String... properties) {
        return new Worker(database, new Topics(database.name() + "-"), arguments(database, esi, properties), null);
    }

    /// As above, on this clock instead of the machine's.
    public static Worker startAt(Clock clock, URI esi, String... properties) {
        Database database = MigratedDatabase.create();
        return new Worker(database, new Topics(database.name() + "-"), arguments(database, esi, properties), clock);
    }

    static List<String> arguments(Database database, URI esi, String... properties) {
        var arguments = new ArrayList<String>(List.of(
                "spring.datasource.url=" + database.jdbcUrl(),
                "spring.datasource.username=" + database.username(),
                "spring.datasource.password=" + database.password(),
                "spring.kafka.bootstrap-servers=" + Engines.shared().bootstrapServers(),
                "contracts.topics.prefix=" + database.name() + "-",
                "contracts.esi.base-url=" + esi,
                "contracts.esi.user-agent=aggregator-tests/1.0 (tests@example.org)",
                "contracts.esi.retry-wait=20ms",
                "contracts.esi.requests-per-second=0",
                "contracts.esi.max-in-flight=1024",
                "contracts.intake.retry-delays=1s,1s",
                "contracts.intake.group-id=" + database.name(),
                "server.port=0"));
        // The last value counts; if a property were given twice, it would be a list.
        var byName = new LinkedHashMap<String, String>();
        Stream.concat(arguments.stream(), Stream.of(properties))
                .forEach(each -> byName.put(each.substring(0, each.indexOf('=')), "--" + each));
        return List.copyOf(byName.values());
    }

    private ConfigurableApplicationContext run(String... properties) {
        var all = new ArrayList<>(arguments);
        List.of(properties).forEach(each -> all.add("--" + each));
        SpringApplicationBuilder application = AggregatorApplication.application();
        if (clock != null) {
            application.initializers(new MovedTime(clock));
        }
        return application.run(all.toArray(String[]::new));
    }

    public void stop() {
        context.close();
    }

    /// Starts one more instance on the same topics and database.
    public ConfigurableApplicationContext another(String... properties) {
        return run(properties);
    }

    public void restart() {
        stop();
        context = run();
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /// Processes an id for the first time, without a topic.
    ///
    /// @return the name of the store's result, or else that of the verdict
    public String aggregate(long contractId, @Nullable Long regionId) {
        return switch (bean(ContractAggregation.class)
                .aggregate(new ContractIdMessage(contractId, regionId), false, null, StorePermit.ALWAYS)) {
            case Outcome.Answered(StoreResult result) -> result.name();
            case Outcome.Unanswered unanswered -> unanswered.why().getClass().getSimpleName();
        };
    }

    public JdbcClient jdbc() {
        return jdbc;
    }

    public Topics topics() {
        return topics;
    }

    public TopicProbe probe() {
        return probe;
    }

    public List<String> arguments() {
        return List.copyOf(arguments);
    }

    public Database database() {
        return database;
    }

    public void publish(long contractId) {
        publish(Long.toString(contractId), Long.toString(contractId));
    }

    public void publish(ContractIdMessage message) {
        probe.send(topics.contractIds(), Long.toString(message.contractId()), message.write());
    }

    /// Publishes the ids with the regions that list them.
    public void publish(EsiSimulator esi, List<Long> ids) {
        probe.send(ids.stream()
                .map(id -> new ContractIdMessage(id, esi.truth(id).regionId()))
                .map(message -> new ProducerRecord<>(
                        topics.contractIds(),
                        Long.toString(message.contractId()).getBytes(StandardCharsets.UTF_8),
                        message.write()))
                .toList());
    }

    public void publish(@Nullable String key, String value) {
        probe.send(topics.contractIds(), key, value.getBytes(StandardCharsets.UTF_8));
    }

    public long count(String table) {
        return jdbc.sql("select count(*) from " + table).query(Long.class).single();
    }

    /// Returns all records of `contract-events` so far, in order of its partitions.
    public List<ConsumerRecord<byte[], byte[]>> events() {
        return probe.read(topics.events());
    }

    /// Returns the number of ids that are published and not acknowledged yet.
    public long unacknowledged() {
        return probe.lag(database.name(), topics.contractIds());
    }

    @Override
    public void close() {
        context.close();
        probe.close();
    }
}
