package eve.contracts.aggregator.intake.consumer;

import org.jspecify.annotations.Nullable;
import org.springframework.kafka.listener.MessageListenerContainer;

/// Pauses the container while no record may start, and a single partition while too much of it is held, so that
/// other partitions are still fetched. A paused container continues to poll, so it stays in its group.
///
/// Not safe for threads; its listener guards it.
final class ConsumerPauser {

    /// A partition that holds this many records is paused; one poll (`max.poll.records`) may exceed it.
    static final int MAX_HELD = 500;

    private final InFlightWindow window;
    private @Nullable MessageListenerContainer container;

    ConsumerPauser(InFlightWindow window) {
        this.window = window;
    }

    void attach(MessageListenerContainer container) {
        this.container = container;
    }

    void update(boolean paused) {
        var attached = container;
        if (attached == null || paused == attached.isPauseRequested()) {
            return;
        }
        if (paused) {
            attached.pause();
        } else {
            attached.resume();
        }
    }

    void update(PartitionState state) {
        var attached = container;
        if (attached == null || !state.updateFull(MAX_HELD, window.bytesPerPartition())) {
            return;
        }
        if (state.isFull()) {
            attached.pausePartition(state.partition());
        } else {
            attached.resumePartition(state.partition());
        }
    }
}
