package eve.contracts.model;

import java.math.BigDecimal;
import java.time.Instant;

/// One bid on an auction.
///
/// @param amount in ISK, as sent
public record ContractBid(long bidId, Instant dateBid, BigDecimal amount) {}
