package eve.contracts.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import eve.contracts.engines.test.Engines;
import eve.contracts.model.ContractIdMessage;
import eve.contracts.simulator.EsiSimulator;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// No record of a topic is skipped, whatever happens to the topic, and lost records are counted.
class TopicChangesTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static EsiSimulator esi;
    private static Worker worker;
    private static Admin admin;
    private static int used;

    @BeforeAll
    static void start() {
        esi = EsiSimulator.start(StillUniverse.of(120));
        worker = Worker.start(esi.baseUrl());
        admin = Admin.create(Map.of("bootstrap.servers", Engines.shared().bootstrapServers()));
    }

    @AfterAll
    static void stop() {
        admin.close();
        worker.close();
        esi.close();
    }

    @Test
    void aTopicThatIsDeletedAndCreatedAgainIsReadFromItsBeginning() throws Exception {
        publishToOnePartition(5);
        awaitStored();

        recreate();
        publishToOnePartition(15);

        awaitStored();
    }

    @Test
    void soIsOneThatIsCreatedAgainWhileNobodyRunsAndWhoseOldOffsetsAreStillThere() throws Exception {
        publishToOnePartition(5);
        awaitStored();
        worker.stop();
        var old = admin.listConsumerGroupOffsets(worker.database().name())
                .partitionsToOffsetAndMetadata()
                .get();
        recreate();
        Map<TopicPartition, OffsetAndMetadata> left = old.entrySet().stream()
                .filter(each -> each.getKey().partition() < 2)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        assertThat(left.values()).anyMatch(offset -> offset.offset() >= 5);
        admin.alterConsumerGroupOffsets(worker.database().name(), left).all().get();
        publishToOnePartition(15);

        worker.restart();

        awaitStored();
    }

    @Test
    void whatRetentionTookUnreadIsCountedAndTheRestIsRead() throws Exception {
        publish(0, 1);
        awaitStored();
        worker.stop();
        var partition = new TopicPartition(worker.topics().contractIds(), 0);
        long begin = end(partition);
        publish(0, 3);
        int lost = used;
        publish(0, 4);
        admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(begin + 3)))
                .all()
                .get();

        worker.restart();

        await().atMost(PATIENCE).until(() -> stored(esi.contractIds().subList(lost, used)));
        assertThat(worker.bean(MeterRegistry.class)
                        .get("intake.retention.skipped")
                        .tag("topic", partition.topic())
                        .counter()
                        .count())
                .isEqualTo(3);
        awaitNothingWaits();
        worker.publish(esi, esi.contractIds().subList(0, used));
        awaitStored();
    }

    @Test
    void aPartitionThatIsAddedIsReadFromItsBeginning() throws Exception {
        int partitions = partitions();
        admin.createPartitions(Map.of(worker.topics().contractIds(), NewPartitions.increaseTo(partitions + 1)))
                .all()
                .get();
        publish(partitions, 3);

        awaitStored();
    }

    @Test
    void theMarkersOfTransactionsAndWhatWasAbortedDoNotWait() {
        try (var producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        Engines.shared().bootstrapServers(),
                        "transactional.id",
                        worker.database().name()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            take(3).forEach(id -> producer.send(record(0, id)));
            producer.commitTransaction();
            for (int n = 0; n < 3; n++) {
                producer.beginTransaction();
                producer.send(new ProducerRecord<>(
                        worker.topics().contractIds(), n % 2, null, "aborted".getBytes(StandardCharsets.UTF_8)));
                producer.flush();
                producer.abortTransaction();
            }

            awaitStored();
            assertThat(worker.probe().read(worker.topics().deadLetters())).isEmpty();
        }
    }

    private static void recreate() throws Exception {
        String topic = worker.topics().contractIds();
        admin.deleteTopics(List.of(topic)).all().get();
        await().atMost(PATIENCE)
                .ignoreExceptionsMatching(e -> e.getCause() instanceof TopicExistsException)
                .until(() -> {
                    admin.createTopics(List.of(new NewTopic(topic, 2, (short) 1)))
                            .all()
                            .get();
                    return true;
                });
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> end(new TopicPartition(topic, 0)) == 0 && end(new TopicPartition(topic, 1)) == 0);
    }

    private static void publishToOnePartition(int count) {
        publish(0, count);
    }

    private static void publish(int partition, int count) {
        try (var probe = new TopicProbe(Engines.shared().bootstrapServers())) {
            probe.send(take(count).stream().map(id -> record(partition, id)).toList());
        }
    }

    private static ProducerRecord<byte[], byte[]> record(int partition, long id) {
        return new ProducerRecord<>(
                worker.topics().contractIds(),
                partition,
                null,
                new ContractIdMessage(id, esi.truth(id).regionId()).write());
    }

    private static List<Long> take(int count) {
        used += count;
        return esi.contractIds().subList(used - count, used);
    }

    /// Waits until all ids so far are stored and no record waits any more.
    private static void awaitStored() {
        await().atMost(PATIENCE).until(() -> stored(esi.contractIds().subList(0, used)));
        awaitNothingWaits();
    }

    private static boolean stored(List<Long> ids) {
        return worker.jdbc()
                        .sql("select count(*) from contract where contract_id in (:ids)")
                        .param("ids", ids)
                        .query(Long.class)
                        .single()
                == ids.size();
    }

    private static void awaitNothingWaits() {
        await().atMost(PATIENCE).until(() -> worker.unacknowledged() == 0);
        await().atMost(PATIENCE)
                .until(() -> worker.bean(MeterRegistry.class)
                                .get("intake.depth")
                                .tag("topic", worker.topics().contractIds())
                                .gauge()
                                .value()
                        == 0);
    }

    private static int partitions() throws Exception {
        return admin.describeTopics(List.of(worker.topics().contractIds()))
                .allTopicNames()
                .get()
                .values()
                .iterator()
                .next()
                .partitions()
                .size();
    }

    private static long end(TopicPartition partition) throws Exception {
        return admin.listOffsets(Map.of(partition, org.apache.kafka.clients.admin.OffsetSpec.latest()))
                .partitionResult(partition)
                .get()
                .offset();
    }
}
