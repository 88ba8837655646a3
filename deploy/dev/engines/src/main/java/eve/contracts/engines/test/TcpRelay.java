package eve.contracts.engines.test;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// Forwards TCP connections to a server. It can silence open connections, like a firewall that drops their
/// state, or a failover that moves the address: no more bytes pass, and neither side gets an error.
public final class TcpRelay implements AutoCloseable {

    private static final Pattern PORT = Pattern.compile(":(\\d+)");

    private final ServerSocket door;
    private final Set<Passage> passages = ConcurrentHashMap.newKeySet();
    private volatile boolean newOnesAreSilent;
    private volatile InetSocketAddress target = new InetSocketAddress(0);

    public TcpRelay() {
        try {
            door = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofPlatform().daemon().start(this::accept);
    }

    /// @param address a server on this machine, with its port, such as a JDBC URL or `localhost:9092`
    public static TcpRelay to(String address) {
        var relay = new TcpRelay();
        relay.target(address);
        return relay;
    }

    /// Sets the server for new connections; the address is as in [#to].
    public void target(String address) {
        var port = PORT.matcher(address);
        if (!port.find()) {
            throw new IllegalArgumentException("No port in " + address);
        }
        target = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port.group(1)));
    }

    public int port() {
        return door.getLocalPort();
    }

    /// Stops forwarding bytes on all open connections.
    ///
    /// @return the number of these connections
    public int silenceOpenOnes() {
        passages.forEach(passage -> passage.silent = true);
        return passages.size();
    }

    /// If `silent`, new connections are accepted but no bytes are forwarded.
    public void silenceNewOnes(boolean silent) {
        newOnesAreSilent = silent;
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                var passage = new Passage(client, new Socket(target.getAddress(), target.getPort()));
                passage.silent = newOnesAreSilent;
                passages.add(passage);
                passage.open();
            } catch (IOException e) {
                // The relay is closed, or the server is down: the client gets an error.
            }
        }
    }

    private final class Passage {
        private final Socket client;
        private final Socket server;
        private volatile boolean silent;

        Passage(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void open() {
            Thread.startVirtualThread(() -> pass(client, server));
            Thread.startVirtualThread(() -> pass(server, client));
        }

        private void pass(Socket from, Socket to) {
            byte[] bytes = new byte[65_536];
            try {
                for (int read = from.getInputStream().read(bytes);
                        read >= 0;
                        read = from.getInputStream().read(bytes)) {
                    if (!silent) {
                        to.getOutputStream().write(bytes, 0, read);
                    }
                }
            } catch (IOException e) {
                // One of the sides has closed the connection.
            }
            if (!silent) {
                end();
            }
        }

        void end() {
            passages.remove(this);
            quietly(client);
            quietly(server);
        }
    }

    private static void quietly(Closeable socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // The socket is being closed anyway.
        }
    }

    @Override
    public void close() {
        quietly(door);
        passages.forEach(Passage::end);
    }
}
