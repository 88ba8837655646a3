package eve.contracts.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class SparseLogTests {

    @Test
    void theFirstIsWrittenAndThoseRightAfterItAreNotEvenPutInWords() {
        var log = (Logger) LoggerFactory.getLogger(SparseLogTests.class);
        var written = new ListAppender<ILoggingEvent>();
        written.start();
        log.addAppender(written);
        var asked = new AtomicInteger();
        Supplier<Integer> late = asked::incrementAndGet;
        var sparse = new SparseLog(log);

        for (int i = 0; i < 1_000; i++) {
            sparse.warn("{} of {}", late, "many");
        }

        assertThat(written.list).extracting(ILoggingEvent::getFormattedMessage).containsExactly("1 of many");
        assertThat(asked).hasValue(1);
    }
}
