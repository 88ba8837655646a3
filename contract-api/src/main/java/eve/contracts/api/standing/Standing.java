package eve.contracts.api.standing;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Where an id stands.
///
/// @param version of the contract's latest event, when it is or was stored, also where a later attempt waits or died
/// @param reason how ESI said that it is gone, or why it died
/// @param attempt how often it was tried and failed, while it waits
/// @param due when its turn comes, while it waits
/// @param publishedAt when it was published over HTTP, while the worker has not reached it; with STORED, CLOSED or
///     UNAVAILABLE it was published again
/// @param answeredAt when it was answered last
/// @param diedAt when it was given up
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "ContractIdStatus")
public record Standing(
        long contractId,
        Status status,
        @Nullable Long version,
        @Nullable String reason,
        @Nullable Integer attempt,
        @Nullable Instant due,
        @Nullable Instant publishedAt,
        @Nullable Instant answeredAt,
        @Nullable Instant diedAt) {

    /// Where an id can stand.
    @Schema(name = "IdStatus")
    public enum Status {
        /// Published over HTTP, and the worker has not reached it.
        PENDING,
        /// Stored whole, and publicly listed when last seen.
        STORED,
        /// Stored whole, and gone since.
        CLOSED,
        /// Never stored, and gone or never public.
        UNAVAILABLE,
        /// Waits in a retry tier, or was replayed and is on its way.
        RETRYING,
        /// Given up; the dead letters tell more.
        DEAD,
        /// Nothing is recorded: never published, or published on Kafka and still on its way.
        UNKNOWN
    }

    /// Whether nothing is to come of what was published so far.
    public boolean hasAnswer() {
        return publishedAt == null
                && switch (status) {
                    case STORED, CLOSED, UNAVAILABLE, DEAD -> true;
                    case PENDING, RETRYING, UNKNOWN -> false;
                };
    }
}
