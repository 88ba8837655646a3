package eve.contracts.api.status;

import eve.contracts.api.projection.ProjectedTopics;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Determines the worker's progress as of a moment for which the tables are complete: they have all records
/// that were in the retry tiers and the dead letter topic then. A record that the worker had passed at that
/// moment, and that is in neither table, is answered.
///
/// Not thread-safe.
public final class Milestones {

    /// After this time a new mark is taken: a topic may have been recreated, and then its old end offset is
    /// never reached.
    private static final long GIVE_UP_NANOS = Duration.ofMinutes(1).toNanos();

    private final WorkerProgress worker;
    private final ProjectedTopics topics;
    private WorkerProgress.@Nullable Mark mark;
    private long markedAt;

    public Milestones(WorkerProgress worker, ProjectedTopics topics) {
        this.worker = worker;
        this.topics = topics;
    }

    /// @return the progress, or `null` while the tables are behind
    /// @throws org.springframework.web.ErrorResponseException 503 when Kafka does not answer
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
