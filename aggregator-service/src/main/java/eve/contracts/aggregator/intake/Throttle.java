package eve.contracts.aggregator.intake;

import org.jspecify.annotations.Nullable;
import org.springframework.kafka.listener.MessageListenerContainer;

/// Pauses the container while calls to ESI may not go out, and single partitions while as much of them is held as may
/// be, so that what another partition brings is fetched all the same. A paused container goes on polling, so the group
/// is not left.
///
/// Not safe for threads; its lane guards it.
final class Throttle {

    /// A partition that holds this many records is paused; one poll (`max.poll.records`) may go past that.
    static final int HOLD_AT_MOST = 500;

    private @Nullable MessageListenerContainer container;

    private final Window window;

    Throttle(Window window) {
        this.window = window;
    }

    void attach(MessageListenerContainer container) {
        this.container = container;
    }

    void adapt(boolean closed) {
        MessageListenerContainer delivering = container;
        if (delivering == null || closed == delivering.isPauseRequested()) {
            return;
        }
        if (closed) {
            delivering.pause();
        } else {
            delivering.resume();
        }
    }

    void adapt(Assignment assignment) {
        MessageListenerContainer delivering = container;
        if (delivering == null) {
            return;
        }
        int held = assignment.held();
        long most = window.bytesOfPartition();
        if (!assignment.full && (held >= HOLD_AT_MOST || assignment.bytes >= most)) {
            assignment.full = true;
            delivering.pausePartition(assignment.partition);
        } else if (assignment.full && (assignment.revoked || held < HOLD_AT_MOST / 2 && assignment.bytes <= most / 2)) {
            // Also when it is revoked and holds nothing: the container would keep the wish for the next assignment.
            assignment.full = false;
            delivering.resumePartition(assignment.partition);
        }
    }
}
