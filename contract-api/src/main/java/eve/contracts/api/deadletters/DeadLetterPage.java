package eve.contracts.api.deadletters;

import com.fasterxml.jackson.annotation.JsonInclude;
import eve.contracts.api.paging.Paged;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One page of the list, latest deaths first.
///
/// @param nextCursor the cursor of the next page; absent on the last page
@JsonInclude(JsonInclude.Include.NON_NULL)
record DeadLetterPage(List<Entry> deadLetters, @Nullable String nextCursor) implements Paged {

    /// A dead letter without its bytes.
    ///
    /// @param contractId absent where the value cannot be parsed as an id
    /// @param attempts the number of failed attempts
    /// @param replayCount how often it was replayed before
    /// @param redriveId the redrive whose replay became this dead letter
    /// @param valueBytes the length of the value; absent without a value
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
