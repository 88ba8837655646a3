package eve.contracts.simulator.http;

import eve.contracts.simulator.faults.Fault;
import eve.contracts.simulator.http.Responder.Response;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PfxOptions;
import java.net.BindException;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Serves the routes on two event loops. Delayed answers wait on a timer, not on a thread.
public final class EsiServer implements AutoCloseable {
    private static final int EVENT_LOOPS = 2;
    /// A negative port means any free port, the same for all loops.
    private static final int ANY_SHARED_PORT = -1;
    private static final byte[] NOTHING = {};

    private final SimulatorContext here;
    private final Responder responder;
    private final Writer writer;
    private final ControlRoutes control;
    private final @Nullable SelfSigned certificate;
    private final Vertx vertx;
    private volatile int port;

    /// @param wanted the port; 0 means any free port
    public EsiServer(SimulatorContext here, String host, int wanted, Protocol protocol) {
        this.here = here;
        this.responder = new Responder(here);
        this.writer = new Writer(here.clock(), here.seed(), protocol.gzip());
        this.certificate = certificate(host, protocol);
        this.control = new ControlRoutes(here);
        this.vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(EVENT_LOOPS));
        try {
            vertx.deployVerticle(
                            () -> new Loop(host, wanted, protocol), new DeploymentOptions().setInstances(EVENT_LOOPS))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException failed) {
            vertx.close().toCompletionStage().toCompletableFuture().join();
            if (failed.getCause() instanceof BindException) {
                throw new IllegalStateException(
                        "Port " + wanted + " on " + host + " is taken; choose another with --port", failed);
            }
            throw failed;
        }
    }

    public int port() {
        return port;
    }

    /// Returns the TLS certificate; null over plain HTTP.
    public @Nullable SelfSigned certificate() {
        return certificate;
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /// The server of one event loop; all loops listen on the same port.
    private final class Loop extends VerticleBase {
        private final Protocol protocol;
        private final HttpServerOptions options;

        Loop(String host, int wanted, Protocol protocol) {
            this.protocol = protocol;
            options = new HttpServerOptions()
                    .setHost(host)
                    .setPort(wanted == 0 ? ANY_SHARED_PORT : wanted)
                    .setAcceptBacklog(4096)
                    .setHttp2ClearTextEnabled(false);
            if (certificate != null) {
                options.setSsl(true)
                        .setUseAlpn(true)
                        .setKeyCertOptions(new PfxOptions()
                                .setValue(Buffer.buffer(certificate.keyStore()))
                                .setPassword(SelfSigned.PASSWORD))
                        .setInitialSettings(new Http2Settings().setMaxConcurrentStreams(protocol.concurrentStreams()));
            }
        }

        @Override
        public Future<?> start() {
            HttpServer server = vertx.createHttpServer(options);
            if (protocol.endsConnections()) {
                var connections = new Connections(vertx, protocol);
                server.connectionHandler(connections::opened).requestHandler(request -> {
                    connections.begin(request);
                    receive(request);
                });
            } else {
                server.requestHandler(EsiServer.this::receive);
            }
            return server.listen().onSuccess(listening -> port = listening.actualPort());
        }
    }

    private void receive(HttpServerRequest request) {
        if (request.method().name().equals("GET") || request.method().name().equals("HEAD")) {
            receive(request, NOTHING);
        } else {
            request.body().onSuccess(body -> receive(request, body.getBytes()));
        }
    }

    private void receive(HttpServerRequest request, byte[] body) {
        String path = path(request);
        if (path.startsWith("/simulator/")) {
            writer.write(request, control.answer(request.method().name(), path, request.getParam("region"), body));
            return;
        }
        Target target = Target.of(request.method().name(), path);
        String key = Scripts.normal(request.query() == null ? path : path + "?" + request.query());
        int nth = here.requests().begin(target.route(), key);
        var asked = new EsiRequest(
                target,
                key,
                request.query() == null ? null : request.getParam("page"),
                nth,
                request.remoteAddress().hostAddress(),
                request.getHeader("If-None-Match"),
                body);
        long millis = here.faults().latency().millis(here.seed(), key.hashCode(), nth);
        if (millis < 1) {
            answer(request, asked);
        } else {
            vertx.setTimer(millis, _ -> answer(request, asked));
        }
    }

    private void answer(HttpServerRequest request, EsiRequest asked) {
        here.requests().end();
        try {
            responder(request, asked);
        } catch (RuntimeException failed) {
            writer.write(request, Answer.error(500, "The simulator itself failed: " + failed));
            throw failed;
        }
    }

    private void responder(HttpServerRequest request, EsiRequest asked) {
        Response response = responder.respond(asked);
        Fault fault = response.fault();
        if (fault != null) {
            here.requests().hit(asked.target().route(), fault.kind());
            if (Delivery.refuses(fault.kind())) {
                Delivery.refuse(request, fault.kind());
                return;
            }
        }
        Answer answer = response.answer();
        here.requests().answered(asked.target().route(), answer.status());
        writer.write(request, answer, responder.charge(asked, answer), fault);
    }

    private static @Nullable SelfSigned certificate(String host, Protocol protocol) {
        Protocol.Tls tls = protocol.tls();
        if (tls == null) {
            return null;
        }
        SelfSigned certificate = SelfSigned.named(
                Stream.concat(Stream.of(host), tls.names().stream()).toList());
        if (tls.certificateFile() != null) {
            certificate.write(tls.certificateFile());
        }
        return certificate;
    }

    private static String path(HttpServerRequest request) {
        String path = request.path() == null ? "/" : request.path();
        return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
