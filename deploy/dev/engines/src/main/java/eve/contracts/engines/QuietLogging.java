package eve.contracts.engines;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import java.util.Map;
import org.slf4j.LoggerFactory;

/// Reduces the engines' log output, unless a level is already set.
final class QuietLogging {

    /// A failed stop is detected and thrown here, so the wrapper's log message about it is not needed.
    private static final Map<String, String> LEVELS = Map.of(
            "kafka", "WARN",
            "org.apache.kafka", "WARN",
            "org.apache.kafka.controller.QuorumController", "ERROR",
            "state.change.logger", "WARN",
            "io.zonky.test", "OFF");

    private QuietLogging() {}

    static void ofEngines() {
        if (isLogback()) {
            Logback.quieten();
        }
    }

    private static boolean isLogback() {
        return LoggerFactory.getILoggerFactory().getClass().getName().startsWith("ch.qos.logback.");
    }

    private static final class Logback {

        static void quieten() {
            LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
            LEVELS.forEach((name, level) -> {
                var logger = context.getLogger(name);
                if (logger.getLevel() == null) {
                    logger.setLevel(Level.valueOf(level));
                }
            });
        }
    }
}
