package eve.contracts.aggregator.esi;

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
import org.jspecify.annotations.Nullable;

/// One request and what came of it within a time and a size: the client's own time-out ends with the headers, and a
/// body that never ends would hold its caller for ever.
final class HttpCall {

    /// What came back.
    sealed interface Result {
        record Whole(ResponseInfo info, byte[] body) implements Result {}

        /// Status and headers, but not the whole body.
        record Cut(ResponseInfo info, String how) implements Result {}

        record Nothing(boolean timedOut, String how) implements Result {}
    }

    private final HttpClient http;
    private final Duration timeout;
    private final int maxBody;

    HttpCall(HttpClient http, Duration timeout, int maxBody) {
        this.http = http;
        this.timeout = timeout;
        this.maxBody = maxBody;
    }

    Result send(HttpRequest request) throws InterruptedException {
        var head = new AtomicReference<@Nullable ResponseInfo>();
        CompletableFuture<HttpResponse<byte[]>> answer = http.sendAsync(request, info -> {
            head.set(info);
            return BodyHandlers.limiting(BodyHandlers.ofByteArray(), maxBody).apply(info);
        });
        try {
            byte[] whole = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS).body();
            ResponseInfo info = head.get();
            return info == null ? new Result.Nothing(false, "no answer") : new Result.Whole(info, whole);
        } catch (TimeoutException e) {
            return broken(head.get(), true, "it was not there within " + timeout.toMillis() + " ms");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                return broken(head.get(), false, String.valueOf(failure.getMessage()));
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            // Ends the exchange too, where it is still open.
            answer.cancel(true);
        }
    }

    private static Result broken(@Nullable ResponseInfo info, boolean timedOut, String how) {
        return info == null ? new Result.Nothing(timedOut, how) : new Result.Cut(info, how);
    }
}
