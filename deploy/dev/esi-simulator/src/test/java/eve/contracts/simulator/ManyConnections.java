package eve.contracts.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Keeps many connections open at the same time, without a thread for each.
final class ManyConnections implements AutoCloseable {
    private final List<SocketChannel> channels = new ArrayList<>();

    ManyConnections(int port, int count) {
        try {
            for (int n = 0; n < count; n++) {
                channels.add(SocketChannel.open(new InetSocketAddress("127.0.0.1", port)));
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    void askAll(String path) {
        String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
        try {
            for (SocketChannel channel : channels) {
                channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void close() {
        for (SocketChannel channel : channels) {
            try {
                channel.close();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }
}
