package eve.contracts.aggregator.intake;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import org.apache.kafka.clients.consumer.Consumer;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;

/// Keeps consumers from using a whole processor while something is paused. The consumer of KIP-848 does not block then
/// if it has fetched records of a paused partition in hand: it spins for as long as the poll lasts
/// (AsyncKafkaConsumer#pollForFetches). So it only looks, and the container rests in between.
final class RestWhilePaused {

    private RestWhilePaused() {}

    static <K, V> void applyTo(DefaultKafkaConsumerFactory<K, V> factory) {
        factory.addPostProcessor(RestWhilePaused::wrap);
    }

    @SuppressWarnings("unchecked")
    private static <K, V> Consumer<K, V> wrap(Consumer<K, V> consumer) {
        return (Consumer<K, V>) Proxy.newProxyInstance(
                Consumer.class.getClassLoader(), new Class<?>[] {Consumer.class}, (proxy, method, arguments) -> {
                    try {
                        return method.getName().equals("poll")
                                        && !consumer.paused().isEmpty()
                                ? consumer.poll(Duration.ZERO)
                                : method.invoke(consumer, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                });
    }
}
