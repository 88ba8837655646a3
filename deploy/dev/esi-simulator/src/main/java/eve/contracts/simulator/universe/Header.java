package eve.contracts.simulator.universe;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/// A contract as the region listing shows it. Null fields are left out, as ESI leaves out `false`.
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Header(
        @Nullable BigDecimal buyout,
        @Nullable BigDecimal collateral,
        long contractId,
        Instant dateExpired,
        Instant dateIssued,
        int daysToComplete,
        long endLocationId,
        @Nullable Boolean forCorporation,
        long issuerCorporationId,
        long issuerId,
        BigDecimal price,
        BigDecimal reward,
        long startLocationId,
        String title,
        ContractType type,
        BigDecimal volume) {

    Header expiring(Instant at) {
        return new Header(
                buyout,
                collateral,
                contractId,
                at,
                dateIssued,
                daysToComplete,
                endLocationId,
                forCorporation,
                issuerCorporationId,
                issuerId,
                price,
                reward,
                startLocationId,
                title,
                type,
                volume);
    }
}
