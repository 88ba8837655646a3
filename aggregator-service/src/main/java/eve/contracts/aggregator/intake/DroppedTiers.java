package eve.contracts.aggregator.intake;

import eve.contracts.model.Topics;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.KafkaException;
import org.springframework.stereotype.Component;

/// Finds the retry tiers that earlier settings or another release had and the current settings lack. Records
/// that wait in them, or are still sent to them during a rolling update, must be consumed.
@Component
class DroppedTiers {

    private static final Logger log = LoggerFactory.getLogger(DroppedTiers.class);
    private static final int PATIENCE_SECONDS = 30;
    /// More than any settings ever had.
    private static final int MOST_TIERS = 1_000;

    private final Admin admin;
    private final Topics topics;

    DroppedTiers(Admin admin, Topics topics) {
        this.admin = admin;
        this.topics = topics;
    }

    /// @param last the last tier of these settings
    /// @return the tiers above it that have a topic
    List<Integer> find(int last) {
        try {
            var names = admin.listTopics().names().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            List<Integer> dropped = IntStream.range(last + 1, MOST_TIERS)
                    .filter(tier -> names.contains(topics.retry(tier)))
                    .boxed()
                    .toList();
            for (int tier : dropped) {
                log.info(
                        "{} belongs to a retry delay that is no longer set: its records are consumed, with the rules of"
                                + " the last tier. Delete the topic once its intake_depth stays 0",
                        topics.retry(tier));
            }
            return dropped;
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("The retry tiers cannot be listed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("Interrupted while the retry tiers were listed", e);
        }
    }
}
