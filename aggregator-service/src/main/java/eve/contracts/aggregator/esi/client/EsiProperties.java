package eve.contracts.aggregator.esi.client;

import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Settings of the calls to ESI.
///
/// @param baseUrl without a version prefix
/// @param userAgent `app/version (contact; +repository)`: ESI's operators need a contact; required
/// @param compatibilityDate the tested version of ESI, sent as `X-Compatibility-Date`
/// @param requestTimeout the time limit for the whole answer
/// @param retries how often a call is repeated in place when its failure may end within seconds
/// @param retryWait the wait before the first repetition; doubles, with jitter
/// @param maxBody the most bytes of one answer, both as sent and unpacked
/// @param maxPages the most pages of one list
/// @param maxInFlight the most calls that wait for their answer, however much budget is left
/// @param requestsPerSecond the most calls per second, evenly spaced; 0 is no limit
/// @param replicas the number of processes that share ESI's limits behind one address
/// @param sweepParallelism the most pages of one region's listing fetched at the same time
/// @param regions the regions to search for an id that no known listing contains; empty means every region in
///     ESI's list
/// @param errorFloor calls stop while no more than this is left of ESI's error limit
/// @param probeInterval how often a probe is sent during an outage
/// @param sslBundle the name of a bundle of `spring.ssl.bundle` with the trusted certificates; empty: those of
///     the JVM
@ConfigurationProperties("contracts.esi")
public record EsiProperties(
        URI baseUrl,
        @DefaultValue("") String userAgent,
        @DefaultValue("2026-07-18") LocalDate compatibilityDate,
        @DefaultValue("10s") Duration requestTimeout,
        @DefaultValue("2") int retries,
        @DefaultValue("200ms") Duration retryWait,
        @DefaultValue("4194304") int maxBody,
        @DefaultValue("200") int maxPages,
        @DefaultValue("64") int maxInFlight,
        @DefaultValue("50") int requestsPerSecond,
        @DefaultValue("1") int replicas,
        @DefaultValue("4") int sweepParallelism,
        @DefaultValue List<Long> regions,
        @DefaultValue("20") int errorFloor,
        @DefaultValue("5s") Duration probeInterval,
        @DefaultValue("") String sslBundle) {

    public EsiProperties {
        if (userAgent.isBlank()) {
            throw new IllegalArgumentException(
                    "ESI wants to know who calls: set ESI_USER_AGENT (contracts.esi.user-agent)"
                            + " to app/version (contact; +repository), e.g. my-aggregator/1.0 (me@example.org)");
        }
        if (userAgent.chars().anyMatch(c -> c < ' ' || c > '~')) {
            throw new IllegalArgumentException(
                    "ESI_USER_AGENT (contracts.esi.user-agent) must be printable ASCII, not \"" + userAgent + "\"");
        }
        if (baseUrl == null
                || baseUrl.getHost() == null
                || !String.valueOf(baseUrl.getScheme()).matches("https?")) {
            throw new IllegalArgumentException(
                    "ESI_BASE_URL (contracts.esi.base-url) must be an http or https URL, not "
                            + (baseUrl == null ? "absent" : "\"" + baseUrl + "\""));
        }
        if (compatibilityDate.isAfter(LocalDate.now(ZoneOffset.UTC))) {
            throw new IllegalArgumentException(
                    "contracts.esi.compatibility-date must not be in the future, as " + compatibilityDate + " is");
        }
        positive("request-timeout", requestTimeout);
        positive("retry-wait", retryWait);
        positive("probe-interval", probeInterval);
        within("retries", retries, 0, 10);
        within("max-body", maxBody, 1024, 67_108_864);
        within("max-pages", maxPages, 1, 1_000);
        within("max-in-flight", maxInFlight, 1, 10_000);
        within("requests-per-second", requestsPerSecond, 0, 100_000);
        within("replicas", replicas, 1, 1_000);
        within("sweep-parallelism", sweepParallelism, 1, 64);
        within("error-floor", errorFloor, 0, 99);
        if (regions.stream().anyMatch(region -> region <= 0)) {
            throw new IllegalArgumentException("contracts.esi.regions must be region ids, not " + regions);
        }
        regions = List.copyOf(regions);
    }

    private static void positive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException("contracts.esi." + name + " must be positive, not " + value);
        }
    }

    private static void within(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "contracts.esi." + name + " must be " + least + " to " + most + ", not " + value);
        }
    }
}
