package eve.contracts.local;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.joran.spi.JoranException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/// Shows warnings of the log, one line each: this project's warnings, and the errors of all libraries. The log
/// file contains everything.
final class Warnings extends AppenderBase<ILoggingEvent> {

    private static final int WIDEST = 300;
    private static final Duration SAY_AGAIN = Duration.ofMinutes(5);

    private final Screen screen;
    private final Map<String, Instant> shown = new HashMap<>();

    private Warnings(Screen screen) {
        this.screen = screen;
    }

    /// Configures logging. Spring Boot must not configure it, because two applications share it.
    static void showOn(Screen screen, Path logFile) {
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
        var logging = (LoggerContext) LoggerFactory.getILoggerFactory();
        logging.reset();
        logging.putProperty("file", logFile.toString());
        var xml = new JoranConfigurator();
        xml.setContext(logging);
        try {
            xml.doConfigure(Objects.requireNonNull(Warnings.class.getResource("/local-logging.xml")));
        } catch (JoranException e) {
            throw new IllegalStateException(e);
        }
        var warnings = new Warnings(screen);
        warnings.setContext(logging);
        warnings.start();
        logging.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(warnings);
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (event.getLevel().isGreaterOrEqual(lowestShown(event.getLoggerName()))) {
            String message =
                    event.getFormattedMessage().strip().lines().findFirst().orElse("");
            if (isNews(message, event.getInstant())) {
                screen.say("! " + (message.length() > WIDEST ? message.substring(0, WIDEST) + "..." : message));
            }
        }
    }

    /// Returns false for a message that was shown recently, so that a lasting problem is not repeated.
    private boolean isNews(String message, Instant now) {
        shown.values().removeIf(at -> Duration.between(at, now).compareTo(SAY_AGAIN) >= 0);
        return shown.putIfAbsent(message, now) == null;
    }

    private static Level lowestShown(String logger) {
        if (logger.startsWith("eve.contracts.")) {
            return Level.WARN;
        }
        // A failed start is reported at the end, in one line.
        return logger.startsWith("org.springframework.boot.") ? Level.OFF : Level.ERROR;
    }
}
