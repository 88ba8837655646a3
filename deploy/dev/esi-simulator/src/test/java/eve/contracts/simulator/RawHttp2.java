package eve.contracts.simulator;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/// One HTTP/2 connection, frame by frame (RFC 9113). Of a header block it reads only a `:status` of the static
/// table (RFC 7541).
final class RawHttp2 implements AutoCloseable {
    private static final int HEADERS = 1;
    private static final int DATA = 0;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int GO_AWAY = 7;
    private static final int PRIORITY = 0x20;
    private static final int END_STREAM_AND_HEADERS = 5;
    private static final Map<Integer, Integer> STATUSES =
            Map.of(0x88, 200, 0x89, 204, 0x8a, 206, 0x8b, 304, 0x8c, 400, 0x8d, 404, 0x8e, 500);

    private final SSLSocket socket;
    private final OutputStream out;
    private final DataInputStream in;
    private final Map<Integer, Integer> statuses = new HashMap<>();
    private final Map<Integer, StringBuilder> bodies = new HashMap<>();
    private final List<Integer> reset = new ArrayList<>();
    private int goAway = -1;

    RawHttp2(EsiSimulator simulator) {
        try {
            socket = (SSLSocket) simulator.trust().getSocketFactory().createSocket("127.0.0.1", simulator.port());
            socket.setSoTimeout(10_000);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2"});
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            out = socket.getOutputStream();
            in = new DataInputStream(socket.getInputStream());
            out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            send(SETTINGS, 0, 0, new byte[0]);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// Sends a request on a stream; does nothing if the server has already closed the connection.
    void get(int stream, String path) {
        ByteBuffer block = ByteBuffer.allocate(128);
        block.put((byte) 0x82).put((byte) 0x87); // :method GET, :scheme https
        literal(block, 4, path);
        literal(block, 1, "localhost");
        byte[] bytes = new byte[block.position()];
        block.flip().get(bytes);
        try {
            send(HEADERS, END_STREAM_AND_HEADERS, stream, bytes);
        } catch (IOException closed) {
            readToEnd();
        }
    }

    /// Returns the last stream that the server's GOAWAY promises to answer; reads to the end of the connection.
    int goAway() {
        readToEnd();
        return goAway;
    }

    /// Like [#goAway()], from the frames that were already read.
    int lastAnnounced() {
        return goAway;
    }

    /// Returns the received part of a body; its bytes are decoded frame by frame.
    String body(int stream) {
        return bodies.getOrDefault(stream, new StringBuilder()).toString();
    }

    /// Returns the streams that the server reset.
    List<Integer> reset() {
        return reset;
    }

    /// Returns the status by stream, of the frames that were already read.
    Map<Integer, Integer> statuses() {
        return statuses;
    }

    /// Reads until the server closes the connection.
    void readToEnd() {
        try {
            while (true) {
                int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
                int type = in.readUnsignedByte();
                int flags = in.readUnsignedByte();
                int stream = in.readInt();
                byte[] payload = in.readNBytes(length);
                if (type == HEADERS) {
                    statuses.put(stream, status(flags, payload));
                } else if (type == DATA) {
                    bodies.computeIfAbsent(stream, _ -> new StringBuilder())
                            .append(new String(payload, StandardCharsets.UTF_8));
                } else if (type == RST_STREAM) {
                    reset.add(stream);
                } else if (type == GO_AWAY && goAway < 0) {
                    goAway = ByteBuffer.wrap(payload).getInt();
                }
            }
        } catch (EOFException end) {
            // The server closed the connection.
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// Reads the status at the start of a header block, after the priority if the flags announce one.
    private static int status(int flags, byte[] payload) {
        return STATUSES.getOrDefault(payload[(flags & PRIORITY) == 0 ? 0 : 5] & 0xff, 0);
    }

    /// Reads until nothing arrives for this time.
    void readUntilSilent(int millis) {
        try {
            socket.setSoTimeout(millis);
            readToEnd();
        } catch (UncheckedIOException silent) {
            if (!(silent.getCause() instanceof SocketTimeoutException)) {
                throw silent;
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void send(int type, int flags, int stream, byte[] payload) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
        frame.put((byte) (payload.length >> 16)).putShort((short) payload.length);
        frame.put((byte) type).put((byte) flags).putInt(stream).put(payload);
        out.write(frame.array());
        out.flush();
    }

    private static void literal(ByteBuffer block, int name, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.US_ASCII);
        block.put((byte) name).put((byte) bytes.length).put(bytes);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
