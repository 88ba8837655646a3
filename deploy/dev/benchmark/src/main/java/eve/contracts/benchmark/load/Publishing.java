package eve.contracts.benchmark.load;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Publishes ids over HTTP at a constant rate.
final class Publishing {

    private static final int IDS_PER_CALL = 10;

    private final List<Double> millis = new ArrayList<>();
    private int refused;

    /// Sends each call at its due time. A slow call delays only the next ones, until the schedule is reached
    /// again.
    void run(HttpClient http, HttpRequest.Builder call, List<Long> ids, Duration length)
            throws IOException, InterruptedException {
        long began = System.nanoTime();
        for (int first = 0; first < ids.size(); first += IDS_PER_CALL) {
            long due = began + (long) (length.toNanos() * ((double) first / ids.size()));
            ServiceProcess.pause(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
            var some = ids.subList(first, Math.min(ids.size(), first + IDS_PER_CALL));
            var request = call.copy()
                    .POST(BodyPublishers.ofString("{\"contractIds\":" + some + "}"))
                    .build();
            int status = 0;
            while (status != 202) {
                long start = System.nanoTime();
                status = http.send(request, BodyHandlers.discarding()).statusCode();
                millis.add((System.nanoTime() - start) / 1e6);
                refused += status == 202 ? 0 : 1;
            }
        }
        Collections.sort(millis);
    }

    double at(double share) {
        return millis.get((int) ((millis.size() - 1) * share));
    }

    /// Returns the number of calls that had to be repeated.
    int refused() {
        return refused;
    }
}
