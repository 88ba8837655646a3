package eve.contracts.engines;

import java.util.Locale;

/// Another program uses a fixed port. Thrown before anything is started; the message names the port and its
/// option.
public final class PortTakenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int port;

    PortTakenException(int port, String option) {
        super(String.format(Locale.ROOT, "port %d is taken; set another with %s", port, withValue(option)));
        this.port = port;
    }

    public int port() {
        return port;
    }

    private static String withValue(String option) {
        return option.endsWith("=") ? option + "…" : option;
    }
}
