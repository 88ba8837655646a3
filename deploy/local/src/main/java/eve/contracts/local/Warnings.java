package eve.contracts.local;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/// Shows what the log has to warn of, one line each: the project's own warnings, and everybody's errors. The log file
/// has
/// all of it.
final class Warnings extends AppenderBase<ILoggingEvent> {

    private static final int WIDEST = 300;

    private final Screen screen;

    private Warnings(Screen screen) {
        this.screen = screen;
    }

    /// Must come before anything logs: `logback.xml` takes the place of the log file from a system property, and Spring
    /// Boot is told to leave logging alone, since two applications share it.
    static void showOn(Screen screen, Path logFile) {
        System.setProperty("local.log", logFile.toString());
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
        var logging = (LoggerContext) LoggerFactory.getILoggerFactory();
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
            screen.say("! " + (message.length() > WIDEST ? message.substring(0, WIDEST) + "..." : message));
        }
    }

    private static Level lowestShown(String logger) {
        if (logger.startsWith("eve.contracts.")) {
            return Level.WARN;
        }
        // A start that fails is told in the end, in one line.
        return logger.startsWith("org.springframework.boot.") ? Level.OFF : Level.ERROR;
    }
}
