package eve.contracts.api.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.kafka.listener.ListenerExecutionFailedException;
import org.springframework.kafka.listener.MessageListenerContainer;

/// A commit that Kafka refuses ends the container, which is then started again with a new consumer. The consumer whose
/// commit was refused would stay outside of its group.
class RefusedCommitTests {

    private static final ConsumerRecords<?, ?> BATCH = new ConsumerRecords<>(
            Map.of(
                    new TopicPartition("contract-ids-dlt", 0),
                    List.of(new ConsumerRecord<>("contract-ids-dlt", 0, 0, "", ""))),
            Map.of());

    static Stream<RuntimeException> refusals() {
        return Stream.of(new GroupAuthorizationException("contract-api"), new SaslAuthenticationException("login"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void theContainerIsStoppedAndTheBatchIsNotTriedAgain(RuntimeException refusal) {
        var calls = new ArrayList<String>();
        var handler = new Projections().untilWritten(new SimpleMeterRegistry());

        assertThatThrownBy(() -> handler.handleBatch(
                        new ListenerExecutionFailedException("commit", refusal),
                        BATCH,
                        recording(Consumer.class, calls),
                        recording(MessageListenerContainer.class, calls),
                        () -> calls.add("tried again")))
                .isSameAs(refusal);

        assertThat(calls).containsExactly("stopAbnormally");
    }

    private static <T> T recording(Class<T> type, List<String> calls) {
        return type.cast(Proxy.newProxyInstance(
                RefusedCommitTests.class.getClassLoader(), new Class<?>[] {type}, (_, method, _) -> {
                    calls.add(method.getName());
                    return switch (method.getName()) {
                        case "isRunning" -> true;
                        case "poll" -> ConsumerRecords.empty();
                        default ->
                            method.getReturnType() == boolean.class
                                    ? Boolean.FALSE
                                    : method.getReturnType() == Duration.class ? Duration.ZERO : null;
                    };
                }));
    }
}
