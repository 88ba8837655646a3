package eve.contracts.aggregator.esi.client;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.ResponseInfo;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Sends one request and returns its result, within a time and a size. The time limits everything together:
/// connecting, headers, body and repetitions. The size bounds the body both as sent and unpacked.
///
/// A request whose connection was lost before an answer began is repeated at once: the server had closed the
/// idle connection, or had not accepted the request. A timeout replaces the client, so that later calls do not
/// wait on connections that a firewall or a failover has silently cut; calls in flight finish on the old one.
final class HttpCall {

    /// The result of a request.
    sealed interface Result {
        record Whole(ResponseInfo info, byte[] body) implements Result {}

        /// Status and headers, but no body that can be read to its end.
        record Cut(ResponseInfo info, String how) implements Result {}

        record Nothing(CallFailure.Kind kind, String how) implements Result {}
    }

    private static final int MOST_SENDS = 3;
    private static final int MOST_MILLIS_BETWEEN_REFUSALS = 50;

    /// A client has one HTTP/2 connection, so the client and its limit are replaced together.
    private record Connection(HttpClient client, StreamLimit streams) {}

    private final Supplier<HttpClient> clients;
    private final Duration timeout;
    private final int maxBody;
    private final AtomicReference<Connection> connection;

    HttpCall(Supplier<HttpClient> clients, Duration timeout, int maxBody) {
        this.clients = clients;
        this.timeout = timeout;
        this.maxBody = maxBody;
        this.connection = new AtomicReference<>(connect());
    }

    private Connection connect() {
        return new Connection(clients.get(), new StreamLimit());
    }

    Result send(HttpRequest request) throws InterruptedException {
        long endsAt = System.nanoTime() + timeout.toNanos();
        int lost = 0;
        int refusals = 0;
        while (true) {
            Connection used = connection.get();
            Result result = inTurn(used, request, endsAt);
            if (!(result instanceof Result.Nothing nothing)) {
                return result;
            }
            switch (nothing.kind()) {
                case TIMEOUT -> {
                    replace(used);
                    return result;
                }
                case LOST -> {
                    lost++;
                    if (lost == MOST_SENDS || endsAt - System.nanoTime() <= 0) {
                        return result;
                    }
                }
                case NO_STREAM -> {
                    // The request has not been sent, and waits for its turn. A server may allow no stream at
                    // all for a while.
                    refusals++;
                    TimeUnit.MILLISECONDS.sleep(Math.min(refusals, MOST_MILLIS_BETWEEN_REFUSALS));
                }
                case NO_CONNECTION, LOCAL -> {
                    return result;
                }
            }
        }
    }

    private Result inTurn(Connection used, HttpRequest request, long endsAt) throws InterruptedException {
        if (!used.streams().enter(endsAt - System.nanoTime())) {
            return new Result.Nothing(
                    CallFailure.Kind.LOCAL, CallFailure.target(request.uri()) + " allows no more calls for now");
        }
        boolean refused = false;
        try {
            Result result = once(used.client(), request, endsAt - System.nanoTime());
            refused = result instanceof Result.Nothing nothing && nothing.kind() == CallFailure.Kind.NO_STREAM;
            return result;
        } finally {
            used.streams().leave(refused);
        }
    }

    private Result once(HttpClient used, HttpRequest request, long nanos) throws InterruptedException {
        var head = new AtomicReference<@Nullable ResponseInfo>();
        CompletableFuture<HttpResponse<byte[]>> answer = used.sendAsync(request, info -> {
            head.set(info);
            return BodyHandlers.limiting(BodyHandlers.ofByteArray(), maxBody).apply(info);
        });
        try {
            byte[] body = answer.get(nanos, TimeUnit.NANOSECONDS).body();
            ResponseInfo info = head.get();
            return info == null ? new Result.Nothing(CallFailure.Kind.LOST, "no answer") : unpacked(info, body);
        } catch (TimeoutException e) {
            ResponseInfo info = head.get();
            String how = "it was not complete within " + timeout.toMillis() + " ms";
            if (info != null) {
                return new Result.Cut(info, how);
            }
            return new Result.Nothing(
                    CallFailure.Kind.TIMEOUT, CallFailure.target(request.uri()) + " did not answer: " + how);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                ResponseInfo info = head.get();
                return info == null
                        ? new Result.Nothing(CallFailure.kind(failure), CallFailure.describe(failure, request.uri()))
                        : new Result.Cut(info, CallFailure.text(failure));
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            // Also ends the exchange if it is still open.
            answer.cancel(true);
        }
    }

    private Result unpacked(ResponseInfo info, byte[] body) {
        try {
            return new Result.Whole(info, ContentCoding.decode(info.headers(), body, maxBody));
        } catch (IOException e) {
            return new Result.Cut(info, CallFailure.text(e));
        }
    }

    private void replace(Connection used) {
        if (connection.get() == used) {
            Connection fresh = connect();
            boolean first = connection.compareAndSet(used, fresh);
            (first ? used : fresh).client().shutdown();
        }
    }
}
