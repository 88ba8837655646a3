package eve.contracts.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import eve.contracts.aggregator.intake.IntakeProperties;
import eve.contracts.aggregator.outbox.OutboxProperties;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ClassPathResource;

/// The limits of `aggregator.yml` are consistent: a silent connection is noticed before an id reaches its
/// deadline or a lease expires.
class TimeLimitsTests {

    private static final String HIKARI = "spring.datasource.hikari.";
    private static final String DRIVER = HIKARI + "data-source-properties.";
    private static final String KAFKA = "spring.kafka.properties.";
    /// How often the intake checks for records past their deadline.
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final StandardEnvironment settings = settings();
    private final Binder binder = Binder.get(settings);
    private final IntakeProperties intake = binder.bindOrCreate("contracts.intake", IntakeProperties.class);
    private final OutboxProperties outbox = binder.bindOrCreate("contracts.outbox", OutboxProperties.class);

    private final Duration connection =
            millis(HIKARI + "connection-timeout").plus(millis(HIKARI + "validation-timeout"));
    private final Duration answer = seconds(DRIVER + "socketTimeout");
    private final Duration query =
            binder.bind("spring.jdbc.template.query-timeout", Duration.class).get();

    @Test
    void aSlowStatementIsCancelledBeforeItsConnectionIsGivenUp() {
        assertThat(query).isLessThan(answer);
        assertThat(query.plus(seconds(DRIVER + "cancelSignalTimeout"))).isLessThanOrEqualTo(answer);
    }

    /// A call waits behind one that hangs, then for a connection, then hangs itself.
    @Test
    void anOutageOfTheDatabaseIsNoticedTwiceOverBeforeTheDeadline() {
        assertThat(answer.multipliedBy(2).plus(connection))
                .isLessThan(intake.deadline().minus(LOOK));
    }

    @Test
    void aCallOfTheRelayEndsBeforeItsLease() {
        assertThat(connection.plus(outbox.lease().dividedBy(3))).isLessThan(outbox.lease());
    }

    @Test
    void aConnectionIsMadeBeforeItsUserGivesUp() {
        assertThat(seconds(DRIVER + "connectTimeout")).isLessThan(millis(HIKARI + "connection-timeout"));
        assertThat(millis(KAFKA + "socket.connection.setup.timeout.ms"))
                .isLessThan(millis(KAFKA + "request.timeout.ms"));
    }

    @Test
    void idleConnectionsAreUsedOrClosedBeforeAFirewallForgetsThem() {
        Duration firewall = Duration.ofMinutes(4);
        assertThat(millis(HIKARI + "keepalive-time")).isLessThan(firewall);
        assertThat(millis(KAFKA + "connections.max.idle.ms")).isLessThan(firewall);
    }

    @Test
    void kafkaIsAtWorkAgainWithinAMinute() {
        List.of(KAFKA, "spring.kafka.producer.properties.")
                .forEach(
                        whose -> assertThat(millis(whose + "request.timeout.ms").multipliedBy(2))
                                .isLessThan(Duration.ofSeconds(30)));
    }

    private Duration seconds(String name) {
        return Duration.ofSeconds(settings.getRequiredProperty(name, Long.class));
    }

    private Duration millis(String name) {
        return Duration.ofMillis(settings.getRequiredProperty(name, Long.class));
    }

    private static StandardEnvironment settings() {
        var environment = new StandardEnvironment();
        try {
            new YamlPropertySourceLoader()
                    .load("aggregator", new ClassPathResource("aggregator.yml"))
                    .forEach(environment.getPropertySources()::addLast);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return environment;
    }
}
