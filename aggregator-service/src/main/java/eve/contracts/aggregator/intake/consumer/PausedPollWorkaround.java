package eve.contracts.aggregator.intake.consumer;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;

/// Keeps consumers from using a whole processor while something is paused. The consumer of KIP-848 does not
/// block then if it has fetched records of a paused partition in hand: it spins for as long as the poll lasts
/// (AsyncKafkaConsumer#pollForFetches). So it only looks, and the container rests in between.
///
/// Besides, it answers two failures of a poll that would end the container: a partition for which nothing is
/// committed is read from its beginning, and a batch whose codec is missing is left to the next poll, which
/// names its partition.
public final class PausedPollWorkaround {

    private PausedPollWorkaround() {}

    public static <K, V> void applyTo(DefaultKafkaConsumerFactory<K, V> factory) {
        factory.addPostProcessor(PausedPollWorkaround::wrap);
    }

    @SuppressWarnings("unchecked")
    private static <K, V> Consumer<K, V> wrap(Consumer<K, V> consumer) {
        return (Consumer<K, V>) Proxy.newProxyInstance(
                Consumer.class.getClassLoader(), new Class<?>[] {Consumer.class}, (proxy, method, arguments) -> {
                    try {
                        return method.getName().equals("poll") && arguments[0] instanceof Duration patience
                                ? poll(consumer, patience)
                                : method.invoke(consumer, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                });
    }

    private static <K, V> ConsumerRecords<K, V> poll(Consumer<K, V> consumer, Duration patience) {
        try {
            return consumer.poll(consumer.paused().isEmpty() ? patience : Duration.ZERO);
        } catch (NoOffsetForPartitionException e) {
            consumer.seekToBeginning(e.partitions());
            return ConsumerRecords.empty();
        } catch (LinkageError e) {
            throw new IllegalStateException("A record batch needs a library that is missing", e);
        }
    }
}
