package eve.contracts.api.submission;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import eve.contracts.api.ApiTest;
import eve.contracts.api.Caller;
import eve.contracts.engines.test.Database;
import eve.contracts.engines.test.Engines;
import eve.contracts.model.HeaderNames;
import eve.contracts.model.Traceparent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.ActiveProfiles;

/// With tracing, an id that is published over HTTP has the trace of its call.
@ApiTest
@ActiveProfiles("tracing")
class TracedSubmissionTests {

    private static final String TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736";

    @Autowired
    Caller caller;

    @Test
    void anIdHasTheTraceOfItsCall(@Autowired Database database) throws Exception {
        Map<String, Object> kafka = Map.of("bootstrap.servers", Engines.shared().bootstrapServers());
        var topic = new NewTopic(database.name() + "-contract-ids", 1, (short) 1);
        try (var admin = Admin.create(kafka);
                var consumer = new KafkaConsumer<>(kafka, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            admin.createTopics(List.of(topic)).all().get();
            consumer.assign(List.of(new TopicPartition(topic.name(), 0)));
            consumer.seekToBeginning(consumer.assignment());

            var answer = caller.operator()
                    .post(
                            "/api/contract-ids",
                            "{\"contractIds\":[1]}",
                            HeaderNames.TRACEPARENT,
                            "00-" + TRACE_ID + "-00f067aa0ba902b7-01");

            assertThat(answer.status()).isEqualTo(202);
            var records = Awaitility.await()
                    .pollInSameThread()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> consumer.poll(Duration.ofMillis(200)), found -> !found.isEmpty());
            var header = records.iterator().next().headers().lastHeader(HeaderNames.TRACEPARENT);
            assertThat(Traceparent.read(new String(header.value(), UTF_8))).hasValueSatisfying(trace -> {
                assertThat(trace.traceId()).isEqualTo(TRACE_ID);
                assertThat(trace.isSampled()).isTrue();
                assertThat(trace.spanId()).isNotEqualTo("00f067aa0ba902b7");
            });
        }
    }
}
