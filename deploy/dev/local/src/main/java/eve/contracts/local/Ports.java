package eve.contracts.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// Checks all ports before anything is started.
final class Ports {

    private static final int PATIENCE_MILLIS = 500;

    private Ports() {}

    /// @throws CannotStartException if a port is taken, or two options have the same port
    static void requireFree(LocalOptions options) {
        Map<Integer, String> wanted = new HashMap<>();
        options.ports().forEach((option, port) -> {
            if (port < 1 || port > 65_535) {
                throw new CannotStartException(
                        String.format(Locale.ROOT, "%s must be a port from 1 to 65535, not %d", option, port));
            }
            String other = wanted.put(port, option);
            if (other != null) {
                throw new CannotStartException(String.format(
                        Locale.ROOT,
                        "port %d is wanted twice: set another with %s=... or %s=...",
                        port,
                        other,
                        option));
            }
            if (!mayBeOurOwn(option, options) && isTaken(port)) {
                throw new CannotStartException(String.format(
                        Locale.ROOT,
                        "port %d is taken: free it, or set another with ./mvnw -Plocal %s=...",
                        port,
                        option));
            }
        });
    }

    /// A PostgreSQL that outlived its killed process is taken over at its start; its port is checked after
    /// that.
    private static boolean mayBeOurOwn(String option, LocalOptions options) {
        return option.equals("-Dpostgres.port")
                && Files.exists(Engines.postgresFolder(options.data).resolve("pgdata", "postmaster.pid"));
    }

    private static boolean isTaken(int port) {
        return answers(port) || !canBeBound(port);
    }

    /// Connects in addition to binding: some systems allow to bind one address while a listener has all
    /// addresses.
    private static boolean answers(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
            return true;
        } catch (IOException nobodyThere) {
            return false;
        }
    }

    private static boolean canBeBound(int port) {
        try (var socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
