package eve.contracts.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A contract's 16 header fields, as in a region's listing. A field that ESI omitted is `null` here and absent
/// in JSON.
///
/// Money (`buyout`, `collateral`, `price`, `reward`) is in ISK, `volume` in cubic metres, both exactly as sent.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ContractHeader(
        long contractId,
        ContractType type,
        long issuerId,
        long issuerCorporationId,
        Instant dateIssued,
        Instant dateExpired,
        @Nullable BigDecimal buyout,
        @Nullable BigDecimal collateral,
        @Nullable BigDecimal price,
        @Nullable BigDecimal reward,
        @Nullable BigDecimal volume,
        @Nullable Long daysToComplete,
        @Nullable Long startLocationId,
        @Nullable Long endLocationId,
        @Nullable Boolean forCorporation,
        @Nullable String title) {}
