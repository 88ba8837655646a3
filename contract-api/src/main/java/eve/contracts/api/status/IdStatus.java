package eve.contracts.api.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The status of an id.
///
/// @param version of the contract's latest event, when it is or was stored, even if a later attempt waits or
///     failed
/// @param reason how ESI reported that the contract is gone, or why the id became a dead letter
/// @param attempt the number of failed attempts, while the id waits in a retry tier
/// @param due when the next attempt is due, while the id waits in a retry tier
/// @param publishedAt when it was published over HTTP, while the worker has not reached it; with STORED, CLOSED
///     or UNAVAILABLE it was published again
/// @param answeredAt when the worker last stored an answer
/// @param diedAt when it became a dead letter
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "ContractIdStatus")
public record IdStatus(
        long contractId,
        Status status,
        @Nullable Long version,
        @Nullable String reason,
        @Nullable Integer attempt,
        @Nullable Instant due,
        @Nullable Instant publishedAt,
        @Nullable Instant answeredAt,
        @Nullable Instant diedAt) {

    /// The possible statuses of an id.
    @Schema(name = "IdStatus")
    public enum Status {
        /// Published over HTTP, and the worker has not reached it.
        PENDING,
        /// Stored completely, and publicly listed when last seen.
        STORED,
        /// Stored completely, and gone since.
        CLOSED,
        /// Never stored, and gone or never public.
        UNAVAILABLE,
        /// Waits in a retry tier, or was replayed and is on its way to the worker.
        RETRYING,
        /// Given up; its dead letter has the details.
        DEAD,
        /// Nothing is recorded: never published, or published on Kafka and still on its way.
        UNKNOWN
    }

    /// Returns whether every publication of the id so far has its final answer.
    public boolean hasAnswer() {
        return publishedAt == null
                && switch (status) {
                    case STORED, CLOSED, UNAVAILABLE, DEAD -> true;
                    case PENDING, RETRYING, UNKNOWN -> false;
                };
    }
}
