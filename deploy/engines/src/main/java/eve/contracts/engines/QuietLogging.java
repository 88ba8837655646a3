package eve.contracts.engines;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import java.util.Map;
import org.slf4j.LoggerFactory;

/// Keeps the engines' own chatter out of the log, unless somebody has set a level for it.
final class QuietLogging {

    /// A stop that fails is noticed here and thrown, so the wrapper's own report of it is not needed.
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
