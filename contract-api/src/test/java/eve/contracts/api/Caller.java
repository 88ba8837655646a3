package eve.contracts.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Calls the service over a socket, like any client.
///
/// @param credentials `user:password`, `Bearer` and a token, or `null` for none
public record Caller(Supplier<String> baseUrl, @Nullable String credentials) {

    public static final String PASSWORD = "a password: with “marks”";

    static final String READER_PASSWORD = "reads and no more";

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    public Caller as(@Nullable String credentials) {
        return new Caller(baseUrl, credentials);
    }

    public Caller operator() {
        return as("operator:" + PASSWORD);
    }

    public Caller reader() {
        return as("reader:" + READER_PASSWORD);
    }

    public Answer get(String path, String... headers) {
        return send(request(path, headers).GET());
    }

    public Answer head(String path, String... headers) {
        return send(request(path, headers).method("HEAD", BodyPublishers.noBody()));
    }

    public Answer post(String path, String json, String... headers) {
        return send(request(path, headers)
                .setHeader("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json)));
    }

    public HttpRequest.Builder request(String path, String... headers) {
        var request = HttpRequest.newBuilder(URI.create(baseUrl.get() + path)).timeout(Duration.ofSeconds(30));
        if (credentials != null) {
            request.setHeader(
                    "Authorization",
                    credentials.startsWith("Bearer ")
                            ? credentials
                            : "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8)));
        }
        return headers.length == 0 ? request : request.headers(headers);
    }

    public Answer send(HttpRequest.Builder request) {
        try {
            return new Answer(HTTP.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// Sends a request that no client library would send, and returns the answer, byte by byte.
    public String raw(String request) {
        var address = URI.create(baseUrl.get());
        try (var socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public record Answer(HttpResponse<String> response) {

        public int status() {
            return response.statusCode();
        }

        public String body() {
            return response.body();
        }

        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        public JsonNode json() {
            return JsonMapper.shared().readTree(body());
        }
    }
}
