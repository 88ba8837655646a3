package eve.contracts.simulator.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.IdentityHashMap;
import java.util.Map;

/// Closes connections that reached their number of requests or were idle too long. Each event loop has its own
/// instance, used only by its thread.
final class Connections {
    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final Protocol protocol;
    private final Map<HttpConnection, Use> open = new IdentityHashMap<>();

    private static final class Use {
        private int requests;
        private int inFlight;
        private boolean ending;
        private long timer = NO_TIMER;
    }

    Connections(Vertx vertx, Protocol protocol) {
        this.vertx = vertx;
        this.protocol = protocol;
    }

    void opened(HttpConnection connection) {
        var use = new Use();
        open.put(connection, use);
        connection.closeHandler(_ -> {
            open.remove(connection);
            awake(use);
        });
        rest(connection, use);
    }

    /// Counts a request as in flight until its response ends, in whatever way.
    void begin(HttpServerRequest request) {
        HttpConnection connection = request.connection();
        Use use = open.get(connection);
        if (use == null) {
            return;
        }
        awake(use);
        use.inFlight++;
        use.requests++;
        if (use.requests == protocol.requestsPerConnection()) {
            use.ending = true;
            announceEnd(request);
        }
        request.response().endHandler(_ -> {
            use.inFlight--;
            rest(connection, use);
        });
    }

    /// Announces that later requests are not answered on this connection.
    static void announceEnd(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            request.connection().goAway(0, request.streamId());
        } else {
            request.response().putHeader("Connection", "close");
        }
    }

    private void rest(HttpConnection connection, Use use) {
        if (use.inFlight > 0) {
            return;
        }
        if (use.ending) {
            connection.close();
        } else if (protocol.idle().isPositive()) {
            use.timer = vertx.setTimer(protocol.idle().toMillis(), _ -> connection.close());
        }
    }

    private void awake(Use use) {
        if (use.timer != NO_TIMER) {
            vertx.cancelTimer(use.timer);
            use.timer = NO_TIMER;
        }
    }
}
