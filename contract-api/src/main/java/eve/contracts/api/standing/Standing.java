package eve.contracts.api.standing;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Where an id stands.
///
/// @param version of the contract's latest event, when it is or was stored, also where a later attempt died
///     or waits
/// @param reason how ESI told that it is gone, or why it died or failed last
/// @param attempt how often it was tried and failed, while it waits
/// @param due when its turn comes, while it waits
/// @param at when it was answered last, or died
@JsonInclude(JsonInclude.Include.NON_NULL)
record Standing(
        long contractId,
        Status status,
        @Nullable Long version,
        @Nullable String reason,
        @Nullable Integer attempt,
        @Nullable Instant due,
        @Nullable Instant at) {

    enum Status {
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
        /// Nothing is recorded: never published, or still on its way.
        UNKNOWN
    }
}
