package eve.contracts.api.limits;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// Keeps one value for each client address, for at most [#MOST] addresses: the least recently used one is
/// removed first.
///
/// All addresses of one IPv6 network of 64 bits count as one: a single customer has the whole network.
public final class ByAddress<T> {

    static final int MOST = 4_096;

    private static final int LONGEST_TEXT = 64;
    private static final int NETWORK_BYTES = 8;

    /// Matches brackets and the port, which some proxies add, and the interface of a link-local address.
    private static final Pattern AROUND =
            Pattern.compile("^\\[([^]%]+)(?:%[^]]*)?](?::\\d+)?$|^([\\d.]+):\\d+$|^([^%]+)%.*$");

    private final Map<String, T> values = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
            return size() > MOST;
        }
    };
    private final Supplier<T> first;

    /// @param first creates the value of a new address
    public ByAddress(Supplier<T> first) {
        this.first = first;
    }

    /// @param address as the container returns it
    public synchronized T of(String address) {
        return values.computeIfAbsent(network(address), _ -> first.get());
    }

    synchronized int size() {
        return values.size();
    }

    static String network(String address) {
        try {
            var parsed = InetAddress.ofLiteral(AROUND.matcher(address).replaceAll("$1$2$3"));
            return parsed instanceof Inet6Address
                    ? HexFormat.of().formatHex(parsed.getAddress(), 0, NETWORK_BYTES)
                    : parsed.getHostAddress();
        } catch (IllegalArgumentException _) {
            // A proxy may use other names for its clients.
            return address.substring(0, Math.min(address.length(), LONGEST_TEXT));
        }
    }
}
