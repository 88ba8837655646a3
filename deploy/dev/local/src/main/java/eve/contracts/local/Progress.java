package eve.contracts.local;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/// Shows the figures while they change, and reports once that all published ids are answered.
final class Progress implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Progress.class);
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);
    private static final Duration SETTLED = Duration.ofSeconds(2);

    private final FiguresReader reader;
    private final Screen screen;
    private final int regions;
    private final Consumer<Figures> whenAllAnswered;
    private final Thread thread;

    private @Nullable Figures shown;
    private Instant changed = Instant.now();
    private Instant lastLine = Instant.EPOCH;
    private boolean printed;

    /// @param regions number of regions whose ids discovery publishes; nothing is reported before all of them
    ///     are listed
    private Progress(FiguresReader reader, Screen screen, int regions, Consumer<Figures> whenAllAnswered) {
        this.reader = reader;
        this.screen = screen;
        this.regions = regions;
        this.whenAllAnswered = whenAllAnswered;
        this.thread = Thread.ofVirtual().name("progress").unstarted(this::run);
    }

    static Progress show(FiguresReader reader, Screen screen, int regions, Consumer<Figures> whenAllAnswered) {
        var progress = new Progress(reader, screen, regions, whenAllAnswered);
        progress.thread.start();
        return progress;
    }

    private void run() {
        try {
            while (true) {
                try {
                    show(reader.read());
                } catch (ExecutionException | DataAccessException e) {
                    log.info("The figures could not be read and are read again: {}", e.toString());
                }
                Thread.sleep(TICK);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void show(Figures now) {
        Figures before = shown == null ? now : shown;
        boolean same = shown != null && now.isSameAs(before);
        if (!same) {
            changed = now.at();
        }
        shown = now;
        String line = now.line(before);
        if (screen.isTerminal()) {
            screen.live(line);
        } else if (!same && Duration.between(lastLine, now.at()).compareTo(BETWEEN_LINES) >= 0) {
            screen.say(line);
            lastLine = now.at();
        }
        boolean settled = Duration.between(changed, now.at()).compareTo(SETTLED) >= 0;
        if (!printed && settled && now.published() > 0 && now.isAllAnswered() && now.listings() >= regions) {
            printed = true;
            whenAllAnswered.accept(now);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(TICK.multipliedBy(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        screen.live("");
        reader.close();
    }
}
