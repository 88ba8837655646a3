package eve.contracts.engines;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/// Finds and checks ports on the loopback interface.
final class Ports {

    static final String HOST = "127.0.0.1";

    private Ports() {}

    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    /// Returns a free port that was not returned before. It is below the range from which systems choose the
    /// ports of outgoing connections. Otherwise a client that keeps calling a stopped server may get the
    /// server's own port, and the server cannot start again.
    static int anyFree() {
        for (int attempt = 0; attempt < 1_000; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            if (isFree(port) && GIVEN.add(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no free port between 20000 and 32000");
    }

    static void requireFree(int port, String option) {
        if (!isFree(port)) {
            throw new PortTakenException(port, option);
        }
    }

    private static boolean isFree(int port) {
        return !answers(port) && canBeBound(port);
    }

    /// Connects in addition to binding: some systems allow to bind 127.0.0.1 while a listener has all
    /// interfaces.
    private static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(HOST, port), 500);
            return true;
        } catch (IOException nobodyThere) {
            return false;
        }
    }

    private static boolean canBeBound(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(HOST))) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
