package eve.contracts.aggregator.esi.client;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/// Describes why a call failed: the kind of failure, and the host. Many of the JDK's exceptions have no
/// message.
final class CallFailure {

    enum Kind {
        /// The request was sent, and no answer began in time.
        TIMEOUT,
        /// The connection was lost before an answer began; the request may be repeated.
        LOST,
        /// No connection could be made: name, network, server or TLS.
        NO_CONNECTION,
        /// Rejected by the client, because the connection has as many streams as the server allows; not sent.
        NO_STREAM,
        /// This machine has no free socket or place: says nothing about ESI.
        LOCAL
    }

    private static final Pattern OUT_OF_SOCKETS = Pattern.compile(
            "(?i).*(too many open files|cannot assign requested address|no buffer space|cannot allocate memory).*");
    private static final int MOST_CAUSES = 10;

    private CallFailure() {}

    static Kind kind(IOException failure) {
        List<Throwable> causes = causes(failure);
        if (causes.stream().anyMatch(CallFailure::isOfStreams)) {
            return Kind.NO_STREAM;
        }
        if (causes.stream().anyMatch(CallFailure::isLocal)) {
            return Kind.LOCAL;
        }
        if (failure instanceof HttpTimeoutException && !(failure instanceof HttpConnectTimeoutException)) {
            return Kind.TIMEOUT;
        }
        return causes.stream().anyMatch(CallFailure::isOfConnecting) ? Kind.NO_CONNECTION : Kind.LOST;
    }

    static String describe(IOException failure, URI uri) {
        String target = target(uri);
        List<Throwable> causes = causes(failure);
        if (has(causes, UnresolvedAddressException.class) || has(causes, UnknownHostException.class)) {
            return "the name " + uri.getHost() + " cannot be resolved (DNS)";
        }
        if (has(causes, SSLException.class)) {
            return "TLS with " + target + " failed: " + text(failure);
        }
        if (causes.stream().anyMatch(CallFailure::isLocal)) {
            return "this machine cannot open a connection to " + target + ": " + text(failure);
        }
        if (failure instanceof HttpConnectTimeoutException) {
            return target + " did not accept a connection in time";
        }
        if (causes.stream().anyMatch(CallFailure::isOfConnecting)) {
            return "no connection to " + target + ": " + text(failure);
        }
        return "the connection to " + target + " was lost: " + text(failure);
    }

    static String target(URI uri) {
        boolean secure = "https".equals(uri.getScheme());
        return uri.getHost() + ":" + (uri.getPort() < 0 ? secure ? 443 : 80 : uri.getPort());
    }

    /// Returns the message of the innermost cause that has one: the outer ones only wrap it.
    static String text(Throwable failure) {
        return causes(failure).reversed().stream()
                .map(CallFailure::message)
                .filter(text -> text != null)
                .findFirst()
                .orElse(failure.getClass().getSimpleName());
    }

    private static @Nullable String message(Throwable failure) {
        String message = failure.getMessage();
        if (message == null || message.isBlank()) {
            return failure instanceof ConnectException ? "connection refused" : null;
        }
        return message.length() <= 300 ? message : message.substring(0, 300);
    }

    private static boolean isLocal(Throwable failure) {
        String message = failure.getMessage();
        return failure instanceof BindException
                || message != null && OUT_OF_SOCKETS.matcher(message).matches();
    }

    private static boolean isOfStreams(Throwable failure) {
        String message = failure.getMessage();
        return message != null && message.contains("too many concurrent streams");
    }

    private static boolean isOfConnecting(Throwable failure) {
        return failure instanceof ConnectException
                || failure instanceof HttpConnectTimeoutException
                || failure instanceof NoRouteToHostException
                || failure instanceof UnknownHostException
                || failure instanceof UnresolvedAddressException
                || failure instanceof SSLHandshakeException;
    }

    private static boolean has(List<Throwable> causes, Class<? extends Throwable> type) {
        return causes.stream().anyMatch(type::isInstance);
    }

    private static List<Throwable> causes(Throwable failure) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable each = failure; each != null && causes.size() < MOST_CAUSES; each = each.getCause()) {
            causes.add(each);
        }
        return causes;
    }
}
