package eve.contracts.api.standing;

import eve.contracts.api.projection.ProjectedTopics;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Finds out how far the worker is with everything, as of a moment up to which the tables have what was in the retry
/// tiers and among the dead letters: a record that the worker had passed then, and that is in neither table, is
/// answered.
///
/// Not safe for threads.
public final class Milestones {

    /// Some topic was made again since, so that its old end is never reached.
    private static final long GIVE_UP_NANOS = Duration.ofMinutes(1).toNanos();

    private final WorkerProgress worker;
    private final ProjectedTopics topics;
    private WorkerProgress.@Nullable Mark mark;
    private long markedAt;

    public Milestones(WorkerProgress worker, ProjectedTopics topics) {
        this.worker = worker;
        this.topics = topics;
    }

    /// @return `null` while the tables are behind
    /// @throws org.springframework.web.ErrorResponseException 503 when Kafka does not say
    public WorkerProgress.@Nullable Mark next() {
        var now = mark;
        if (now == null || System.nanoTime() - markedAt > GIVE_UP_NANOS) {
            markedAt = System.nanoTime();
            mark = now = worker.mark();
        }
        if (!worker.isProjected(now, topics.projected())) {
            return null;
        }
        mark = null;
        return now;
    }
}
