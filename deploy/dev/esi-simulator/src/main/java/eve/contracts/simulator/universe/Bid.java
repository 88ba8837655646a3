package eve.contracts.simulator.universe;

import java.math.BigDecimal;
import java.time.Instant;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/// One bid on an auction.
@JsonNaming(SnakeCaseStrategy.class)
public record Bid(BigDecimal amount, long bidId, Instant dateBid) {}
