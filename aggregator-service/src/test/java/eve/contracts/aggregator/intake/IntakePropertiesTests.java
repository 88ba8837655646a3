package eve.contracts.aggregator.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eve.contracts.model.Topics;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/// Invalid settings end the start with a message that names them.
class IntakePropertiesTests {

    @ParameterizedTest
    @CsvSource({
        "window,0",
        "window,-1",
        "deadline,0s",
        "deadline,-1s",
        "shutdown-grace,0s",
        "shutdown-grace,-5s",
        "membership-timeout,0s",
        "group-id,' '",
        "group-id,''",
        "'retry-delays',0s",
        "'retry-delays','1s,-1s'",
        "skip-unreadable,contract-ids-0",
        "skip-unreadable,contract-ids@5",
        "skip-unreadable,contract-ids-0@5-4",
        "skip-unreadable,contract-ids-0@5-",
        "skip-unreadable,contract-ids-0@-5",
        "skip-unreadable,'contract-ids-0@5,nonsense'",
    })
    void aSettingThatMakesNoSenseIsRefused(String name, String value) {
        assertThatThrownBy(() -> bind(Map.of("contracts.intake." + name, value)))
                .rootCause()
                .hasMessageContaining("contracts.intake." + name);
    }

    @Test
    void theGroupHasThePrefixOfTheTopicsUnlessItIsSet() {
        IntakeProperties defaults = bind(Map.of("contracts.intake.window", "7"));

        assertThat(defaults.group(new Topics(""))).isEqualTo("contract-aggregator");
        assertThat(defaults.group(new Topics("test."))).isEqualTo("test.contract-aggregator");
        assertThat(bind(Map.of("contracts.intake.group-id", "mine")).group(new Topics("test.")))
                .isEqualTo("mine");
    }

    private static IntakeProperties bind(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("contracts.intake", IntakeProperties.class);
    }
}
