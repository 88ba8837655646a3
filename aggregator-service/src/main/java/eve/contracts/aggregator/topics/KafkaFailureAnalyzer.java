package eve.contracts.aggregator.topics;

import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/// Turns a start that failed because Kafka does not answer or rejects the client into one readable message
/// instead of a stack trace.
final class KafkaFailureAnalyzer extends AbstractFailureAnalyzer<ApiException> {

    private final Environment environment;

    KafkaFailureAnalyzer(Environment environment) {
        this.environment = environment;
    }

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, ApiException cause) {
        String kafka = "Kafka at " + environment.getProperty("spring.kafka.bootstrap-servers");
        return switch (cause) {
            case AuthenticationException _ ->
                new FailureAnalysis(
                        kafka + " refuses the login: " + cause.getMessage(),
                        "Correct the user and password in spring.kafka.properties.sasl.jaas.config, or the certificate"
                                + " in spring.kafka.ssl.*.",
                        cause);
            case AuthorizationException _ ->
                new FailureAnalysis(
                        kafka + " refuses a right: " + cause.getMessage(),
                        "Grant the user the rights that deploy/kubernetes/components/kafka/users.yaml lists.",
                        cause);
            case TimeoutException _ ->
                new FailureAnalysis(
                        kafka + " does not answer: " + cause.getMessage(),
                        "Check that the brokers run, and that KAFKA_BOOTSTRAP_SERVERS names them.",
                        cause);
            default -> null;
        };
    }
}
