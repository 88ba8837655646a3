package eve.contracts.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ClassPathResource;

/// Tests that the time limits of `contract-api.yml` are consistent: a connection that stops responding is
/// detected, but not before its time limit.
class TimeLimitsTests {

    private static final String HIKARI = "spring.datasource.hikari.";
    private static final String DRIVER = HIKARI + "data-source-properties.";
    private static final String PRODUCER = "spring.kafka.producer.properties.";

    private final StandardEnvironment settings = settings();

    @Test
    void aSlowStatementIsCancelledBeforeItsConnectionIsGivenUp() {
        var query = Binder.get(settings)
                .bind("spring.jdbc.template.query-timeout", Duration.class)
                .get();
        assertThat(query.plus(seconds(DRIVER + "cancelSignalTimeout")))
                .isLessThanOrEqualTo(seconds(DRIVER + "socketTimeout"));
        assertThat(settings.getProperty(DRIVER + "tcpKeepAlive")).isEqualTo("true");
    }

    @Test
    void aConnectionIsMadeBeforeItsUserGivesUp() {
        assertThat(seconds(DRIVER + "connectTimeout")).isLessThan(millis(HIKARI + "connection-timeout"));
    }

    /// A replay's row is locked while the replay is sent, for at most a minute (ReplayPublisher).
    @Test
    void aReplayIsSentOrNotWhileItsRowIsLocked() {
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
