package eve.contracts.simulator.http;

import eve.contracts.simulator.faults.Fault;
import eve.contracts.simulator.faults.FaultKind;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Sends a body after its headers are set, as the fault requires: whole, in part, slowly or not at all.
final class Delivery {
    private static final long INTERNAL_ERROR = 2;
    private static final long TRICKLE_MILLIS = 5_000;
    private static final long BETWEEN_PIECES_MILLIS = 250;

    private Delivery() {}

    /// Returns whether the fault can affect the answer: most faults need a body.
    static boolean concerns(FaultKind kind, Answer answer) {
        return refuses(kind) || kind == FaultKind.GO_AWAY || answer.body().length > 1;
    }

    /// Returns whether the fault prevents any answer.
    static boolean refuses(FaultKind kind) {
        return kind == FaultKind.TIMEOUT || kind == FaultKind.CONNECTION_CLOSED || kind == FaultKind.STREAM_RESET;
    }

    /// Ends a request without an answer.
    static void refuse(HttpServerRequest request, FaultKind kind) {
        switch (kind) {
            case CONNECTION_CLOSED -> request.connection().close();
            case STREAM_RESET -> abort(request);
            default -> {
                // The request hangs until the client times out.
            }
        }
    }

    static void send(HttpServerRequest request, byte[] body, @Nullable Fault fault) {
        HttpServerResponse response = request.response();
        if (fault == null) {
            response.end(Buffer.buffer(body));
            return;
        }
        switch (fault.kind()) {
            case CUT_BODY -> half(response, body, () -> abort(request));
            case STALLED_BODY -> half(response, body, () -> {});
            case TRICKLE -> trickle(response, body, fault.millis() == null ? TRICKLE_MILLIS : fault.millis());
            case GO_AWAY -> last(request, body);
            default -> response.end(Buffer.buffer(body));
        }
    }

    private static void half(HttpServerResponse response, byte[] body, Runnable then) {
        response.putHeader("Content-Length", Integer.toString(body.length));
        response.write(Buffer.buffer(Arrays.copyOf(body, body.length / 2))).onSuccess(_ -> then.run());
    }

    private static void trickle(HttpServerResponse response, byte[] body, long millis) {
        response.putHeader("Content-Length", Integer.toString(body.length));
        int pieces = Math.clamp(millis / BETWEEN_PIECES_MILLIS, 2, body.length);
        piece(response, body, 0, pieces, Math.max(1, millis / pieces));
    }

    private static void piece(HttpServerResponse response, byte[] body, int number, int pieces, long pause) {
        int from = (int) ((long) body.length * number / pieces);
        int to = (int) ((long) body.length * (number + 1) / pieces);
        Buffer next = Buffer.buffer(Arrays.copyOfRange(body, from, to));
        if (response.closed()) {
            return;
        }
        if (number == pieces - 1) {
            response.end(next);
            return;
        }
        response.write(next);
        Objects.requireNonNull(Vertx.currentContext(), "an answer is sent on its event loop")
                .owner()
                .setTimer(pause, _ -> piece(response, body, number + 1, pieces, pause));
    }

    private static void last(HttpServerRequest request, byte[] body) {
        if (isHttp2(request)) {
            Connections.announceEnd(request);
            request.response().end(Buffer.buffer(body));
        } else {
            request.response()
                    .end(Buffer.buffer(body))
                    .onSuccess(_ -> request.connection().close());
        }
    }

    private static void abort(HttpServerRequest request) {
        if (isHttp2(request)) {
            request.response().reset(INTERNAL_ERROR);
        } else {
            request.connection().close();
        }
    }

    private static boolean isHttp2(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_2;
    }
}
