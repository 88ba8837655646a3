package eve.contracts.api.limits;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByAddressTests {

    private final ByAddress<Object> values = new ByAddress<>(Object::new);

    @Test
    void anAddressKeepsItsValueWhileItCallsAndNoMoreAddressesAreKeptThanTheBound() {
        var busy = values.of("192.0.2.1");
        for (int other = 0; other < 3 * ByAddress.MOST; other++) {
            values.of("10." + (other >> 16) + "." + ((other >> 8) & 255) + "." + (other & 255));
            values.of("192.0.2.1");
        }

        assertThat(values.of("192.0.2.1")).isSameAs(busy);
        assertThat(values.size()).isEqualTo(ByAddress.MOST);
    }

    @ParameterizedTest
    @CsvSource({
        "2001:db8:1:2::1, 2001:db8:1:2:ffff:ffff:ffff:ffff",
        "2001:DB8:0001:2::1, 2001:db8:1:2::9",
        "::ffff:192.0.2.1, 192.0.2.1",
        "[2001:db8:1:2::1]:5001, 2001:db8:1:2::2",
        "[2001:db8:1:2::1], 2001:db8:1:2::2",
        "192.0.2.1:5001, 192.0.2.1:5002",
        "fe80::1%eth0, fe80::2%eth9",
        "[fe80::1%25eth0]:80, fe80::2",
    })
    void addressesOfOneCustomerCountAsOne(String one, String other) {
        assertThat(values.of(one)).isSameAs(values.of(other));
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.1, 192.0.2.2", "2001:db8:1:2::1, 2001:db8:1:3::1", "unknown, _hidden", "a, ''"})
    void othersDoNot(String one, String other) {
        assertThat(values.of(one)).isNotSameAs(values.of(other));
    }

    @Test
    void whatAProxyCallsAnAddressTakesLittleMemoryHoweverLongItIs() {
        assertThat(ByAddress.network("x".repeat(8_000))).hasSize(64);
    }
}
