package eve.contracts.api.deadletters;

import com.fasterxml.jackson.annotation.JsonInclude;
import eve.contracts.api.paging.Paged;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One page of the list, those that died last first.
///
/// @param nextCursor leads to the next page; absent on the last
@JsonInclude(JsonInclude.Include.NON_NULL)
record DeadLetterPage(List<Entry> deadLetters, @Nullable String nextCursor) implements Paged {

    /// A dead letter without its bytes.
    ///
    /// @param contractId absent where the value is not readable as an id
    /// @param attempts how often it was tried and failed
    /// @param replayCount how often it was replayed before
    /// @param redriveId the redrive whose replay came back with it
    /// @param valueBytes length of the value; absent without a value
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "DeadLetter")
    record Entry(
            String id,
            @Nullable Long contractId,
            DeadLetterState state,
            String reason,
            int attempts,
            int replayCount,
            @Nullable Long redriveId,
            Instant diedAt,
            @Nullable Integer valueBytes) {}
}
