package eve.contracts.api.limits;

import static org.assertj.core.api.Assertions.assertThat;

import eve.contracts.api.reading.ReadProperties;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.security.Principal;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;

class PlacesTests {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Places places = new Places(new ReadProperties("", "", "", 3, Duration.ofSeconds(5)), meters);

    @Test
    void callersWithoutALoginShareTheirPlacesAndLeaveTheOthersTheirs() throws Exception {
        var first = anonymous("GET");
        assertThat(places.take(first)).isTrue();
        assertThat(places.take(anonymous("POST"))).isTrue();
        assertThat(places.take(anonymous("GET"))).isFalse();
        assertThat(meters.counter("contracts.reads.refused", "limit", "places").count())
                .isEqualTo(1);

        assertThat(places.take(known("GET"))).isTrue();
        assertThat(places.take(known("HEAD"))).isFalse();
        for (int write = 0; write < 10; write++) {
            assertThat(places.take(known("POST"))).isTrue();
        }

        Places.leave(first);
        Places.leave(first);
        assertThat(places.take(anonymous("GET"))).isTrue();
        assertThat(places.take(anonymous("GET")))
                .as("a place that was given back twice")
                .isFalse();
    }

    private static MockHttpServletRequest anonymous(String method) {
        return new MockHttpServletRequest(method, "/api/contracts");
    }

    private static MockHttpServletRequest known(String method) {
        var request = anonymous(method);
        Principal reader = () -> "reader";
        request.setUserPrincipal(reader);
        return request;
    }
}
