package eve.contracts.aggregator.esi.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The message about a wrong setting contains its name and its allowed values.
class EsiPropertiesTests {

    private static final URI ESI = URI.create("https://esi.evetech.net");

    @Test
    void aUrlAndAUserAgentAreEnough() {
        EsiProperties defaults = EsiSettings.of(ESI);

        assertThat(defaults.errorFloor()).isEqualTo(20);
        assertThat(defaults.regions()).isEqualTo(List.of());
        assertThat(defaults.compatibilityDate()).isBefore(LocalDate.now(ZoneOffset.UTC));
    }

    @ParameterizedTest
    @CsvSource({
        "user-agent= ,ESI_USER_AGENT",
        "user-agent=Tür,ESI_USER_AGENT",
        "base-url=esi.evetech.net,ESI_BASE_URL",
        "compatibility-date=2999-01-01,contracts.esi.compatibility-date",
        "request-timeout=0s,contracts.esi.request-timeout",
        "error-floor=100,contracts.esi.error-floor",
        "max-pages=0,contracts.esi.max-pages",
        "retries=-1,contracts.esi.retries",
        "regions=-5,contracts.esi.regions"
    })
    void aSettingThatCannotBeIsNamed(String setting, String name) {
        assertThatThrownBy(() -> EsiSettings.of(ESI, setting)).rootCause().hasMessageContaining(name);
    }
}
