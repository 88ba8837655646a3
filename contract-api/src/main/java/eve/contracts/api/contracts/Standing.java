package eve.contracts.api.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Where an id stands.
///
/// @param version of the contract's latest event, when it is or was stored
/// @param reason how ESI told that it is gone
/// @param at when ESI told so, or told the stored state
@JsonInclude(JsonInclude.Include.NON_NULL)
record Standing(
        long contractId,
        Status status,
        @Nullable Long version,
        @Nullable String reason,
        @Nullable Instant at) {

    enum Status {
        /// Stored whole, and publicly listed when last seen.
        STORED,
        /// Stored whole, and gone since.
        CLOSED,
        /// Never stored, and gone or never public.
        UNAVAILABLE,
        /// Nothing is recorded: never published, or still on its way.
        UNKNOWN
    }
}
