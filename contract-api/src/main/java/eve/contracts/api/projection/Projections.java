package eve.contracts.api.projection;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.kafka.config.ContainerCustomizer;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.kafka.listener.RetryListener;
import org.springframework.util.backoff.BackOff;
import org.springframework.util.backoff.ExponentialBackOff;

/// Ensures that no record is skipped: a batch that cannot be written is retried until it is, whatever the
/// failure, and its offsets are committed only then.
@Configuration(proxyBeanMethods = false)
class Projections {

    private static final Logger log = LoggerFactory.getLogger(Projections.class);

    @Bean
    DefaultErrorHandler untilWritten(MeterRegistry meters) {
        var failures = meters.counter("projection.failures");
        var patience = new ExponentialBackOff(500, 2);
        patience.setMaxInterval(5_000);
        var handler = new UntilWritten(patience);
        // Without this, some failures would not be retried.
        handler.setClassifications(Map.of(), true);
        handler.setRetryListeners(new RetryListener() {
            @Override
            public void failedDelivery(ConsumerRecord<?, ?> record, @Nullable Exception failure, int attempt) {}

            @Override
            public void failedDelivery(ConsumerRecords<?, ?> records, Exception failure, int attempt) {
                failures.increment();
                log.warn(
                        "{} records could not be written, attempt {}; they are tried again: {}",
                        records.count(),
                        attempt,
                        NestedExceptionUtils.getMostSpecificCause(failure).toString());
            }
        });
        return handler;
    }

    @Bean
    ContainerCustomizer<Object, Object, ConcurrentMessageListenerContainer<Object, Object>> fromWhereTheTablesAre(
            ProjectedTopics topics) {
        return container -> container.getContainerProperties().setConsumerRebalanceListener(topics);
    }

    private static final class UntilWritten extends DefaultErrorHandler {

        UntilWritten(BackOff patience) {
            super(
                    (record, failure) -> {
                        throw new IllegalStateException("No record is passed over", failure);
                    },
                    patience);
        }

        /// Stops the container on a refused login or a missing right. The superclass polls between its
        /// attempts, and would ignore these failures.
        @Override
        public void handleBatch(
                Exception thrownException,
                ConsumerRecords<?, ?> data,
                Consumer<?, ?> consumer,
                MessageListenerContainer container,
                Runnable invokeListener) {
            try {
                // Also when a commit was refused: the consumer reports the failure of its group once, and a poll
                // between
                // the attempts would take it.
                throwIfRefused(thrownException);
                super.handleBatch(thrownException, data, consumer, container, invokeListener);
            } catch (AuthenticationException | AuthorizationException e) {
                container.stopAbnormally(() -> {});
                throw e;
            }
        }

        private static void throwIfRefused(Exception failure) {
            switch (NestedExceptionUtils.getMostSpecificCause(failure)) {
                case AuthenticationException login -> throw login;
                case AuthorizationException right -> throw right;
                default -> {}
            }
        }
    }
}
