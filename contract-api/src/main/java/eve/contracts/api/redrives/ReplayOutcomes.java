package eve.contracts.api.redrives;

import eve.contracts.api.projection.ProjectedTopics;
import eve.contracts.api.status.Milestones;
import eve.contracts.api.status.WorkerProgress;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Determines which replays the worker has processed, and ends redrives that have no replay in progress.
///
/// The worker has processed a replay when its committed offset is past it and no retry tier holds its contract.
/// Both are checked as of a moment up to which tiers and dead letters have since been projected. If the
/// contract is not among the dead letters then, the replay is answered. Deaths are counted as of the same
/// moment: they are seen earlier than answers, and the share of deaths would be too high otherwise.
///
/// Not thread-safe.
@Component
class ReplayOutcomes {

    private static final String ANY_OPEN = """
            select exists (select from replay where sent_at is not null and settled_at is null)
            """;

    private static final String SETTLE = """
            with passed as (
                select * from unnest(string_to_array(:tiers, ',')::integer[], string_to_array(:partitions, ',')::integer[],
                    string_to_array(:offsets, ',')::bigint[]) as passed(tier, partition, first_open)
            ),
            done as materialized (
                select redrive_id, contract_id from replay
                where sent_at is not null and settled_at is null
                    and (sent_offset is null or sent_offset < (select first_open from passed
                        where tier = :noTier and partition = sent_partition))
                    and not exists (select from retry_record waits
                        where waits.contract_id = replay.contract_id and waits.log_offset >= coalesce((
                            select first_open from passed
                            where passed.tier = waits.tier and passed.partition = waits.partition), 0))
                limit 10000
            )
            update replay set settled_at = now() from done
            where (replay.redrive_id, replay.contract_id) = (done.redrive_id, done.contract_id)
            """;

    private static final String DONE = """
            update redrive set state = 'DONE', ended_at = now()
            where state = 'SENT' and not exists (select from replay where replay.redrive_id = redrive.id
                and sent_at is not null and settled_at is null and died_again is null)
            """;

    private final JdbcClient database;
    private final Milestones milestones;
    private long notBefore = System.nanoTime();

    ReplayOutcomes(JdbcClient database, WorkerProgress worker, ProjectedTopics topics) {
        this.database = database;
        this.milestones = new Milestones(worker, topics);
    }

    /// Runs less often when it takes long: it uses at most a tenth of the time.
    void look() {
        long begin = System.nanoTime();
        if (begin - notBefore < 0) {
            return;
        }
        lookNow();
        long end = System.nanoTime();
        notBefore = end + 9 * (end - begin);
    }

    private void lookNow() {
        if (database.sql(ANY_OPEN).query(Boolean.class).single()) {
            var reached = milestones.next();
            if (reached != null) {
                settle(reached);
            }
        }
        database.sql(DONE).update();
    }

    private void settle(WorkerProgress.Mark mark) {
        var passed = mark.passed();
        database.sql(SETTLE)
                .param("tiers", list(passed.stream().map(WorkerProgress.Passed::tier)))
                .param("partitions", list(passed.stream().map(WorkerProgress.Passed::partition)))
                .param("offsets", list(passed.stream().map(WorkerProgress.Passed::firstOpen)))
                .param("noTier", WorkerProgress.NO_TIER)
                .update();
    }

    private static String list(Stream<?> numbers) {
        return numbers.map(Object::toString).collect(Collectors.joining(","));
    }
}
