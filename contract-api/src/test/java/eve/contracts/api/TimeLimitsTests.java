package eve.contracts.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ClassPathResource;

/// The limits of `contract-api.yml` fit each other: what goes silent is noticed, and not before it had its time.
class TimeLimitsTests {

    private static final String HIKARI = "spring.datasource.hikari.";
    private static final String DRIVER = HIKARI + "data-source-properties.";
    private static final String PRODUCER = "spring.kafka.producer.properties.";

    private final StandardEnvironment settings = settings();

    @Test
    void a_slow_statement_is_cancelled_before_its_connection_is_given_up() {
        var query = Binder.get(settings)
                .bind("spring.jdbc.template.query-timeout", Duration.class)
                .get();
        assertThat(query.plus(seconds(DRIVER + "cancelSignalTimeout")))
                .isLessThanOrEqualTo(seconds(DRIVER + "socketTimeout"));
        assertThat(settings.getProperty(DRIVER + "tcpKeepAlive")).isEqualTo("true");
    }

    @Test
    void a_connection_is_made_before_its_user_gives_up() {
        assertThat(seconds(DRIVER + "connectTimeout")).isLessThan(millis(HIKARI + "connection-timeout"));
    }

    /// A replay's row is locked while it is sent, for at most a minute (ReplayPublisher).
    @Test
    void a_replay_is_sent_or_not_while_its_row_is_locked() {
        assertThat(millis(PRODUCER + "max.block.ms").plus(millis(PRODUCER + "delivery.timeout.ms")))
                .isLessThan(Duration.ofMinutes(1));
    }

    private static StandardEnvironment settings() {
        try {
            var settings = new StandardEnvironment();
            new YamlPropertySourceLoader()
                    .load("contract-api", new ClassPathResource("contract-api.yml"))
                    .subList(0, 1)
                    .forEach(settings.getPropertySources()::addLast);
            return settings;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Duration seconds(String name) {
        return Duration.ofSeconds(Long.parseLong(settings.getRequiredProperty(name)));
    }

    private Duration millis(String name) {
        return Duration.ofMillis(Long.parseLong(settings.getRequiredProperty(name)));
    }
}
