package eve.contracts.simulator;

import eve.contracts.simulator.universe.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.JsonNode;

/// Calls a simulator over HTTP like any other client.
final class Client {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private final HttpClient http;
    private final URI base;

    Client(EsiSimulator simulator) {
        this(HTTP, simulator.baseUrl());
    }

    private Client(HttpClient http, URI base) {
        this.http = http;
        this.base = base;
    }

    /// Returns a client over TLS with its own connections.
    static Client secure(EsiSimulator simulator, Version version) {
        HttpClient http = HttpClient.newBuilder()
                .sslContext(simulator.trust())
                .version(version)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
        return new Client(http, simulator.baseUrl());
    }

    HttpClient http() {
        return http;
    }

    HttpResponse<String> get(String path, String... headers) {
        HttpRequest.Builder request = request(path);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build());
    }

    HttpResponse<String> get(String path, Duration patience) {
        return send(request(path).build(), patience);
    }

    HttpResponse<String> post(String path, String body) {
        return send(request(path).POST(BodyPublishers.ofString(body)).build());
    }

    HttpResponse<String> put(String path, String body) {
        return send(request(path).PUT(BodyPublishers.ofString(body)).build());
    }

    JsonNode json(String path) {
        return Json.mapper().readTree(get(path).body());
    }

    static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("absent");
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path));
    }

    private HttpResponse<String> send(HttpRequest request) {
        return send(request, PATIENCE);
    }

    /// @param patience the timeout for the whole answer; the client's own timeout ends with the headers
    private HttpResponse<String> send(HttpRequest request, Duration patience) {
        var answer = http.sendAsync(request, BodyHandlers.ofString());
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            answer.cancel(true);
            throw new UncheckedIOException(new HttpTimeoutException(request.uri() + " took too long"));
        } catch (ExecutionException failed) {
            throw new UncheckedIOException(
                    failed.getCause() instanceof IOException cause ? cause : new IOException(failed));
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }
}
