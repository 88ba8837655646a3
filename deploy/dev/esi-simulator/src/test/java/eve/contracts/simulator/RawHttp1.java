package eve.contracts.simulator;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/// One HTTP/1.1 connection, byte by byte.
final class RawHttp1 implements AutoCloseable {
    private final Socket socket;

    RawHttp1(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(10_000);
    }

    void get(String path) throws IOException {
        String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    }

    /// Reads until the server closes the connection.
    String readToEnd() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /// Reads until nothing arrives for this time; the connection stays open.
    String readUntilSilent(int millis) throws IOException {
        socket.setSoTimeout(millis);
        var read = new StringBuilder();
        try {
            for (int next = socket.getInputStream().read();
                    next >= 0;
                    next = socket.getInputStream().read()) {
                read.append((char) next);
            }
            return read.append(" (closed)").toString();
        } catch (SocketTimeoutException silent) {
            return read.toString();
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
