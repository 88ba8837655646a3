package eve.contracts.api.contracts;

import eve.contracts.api.problems.InvalidParameterException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/// Tells where an id stands; every id has an answer, so there is no 404.
@RestController
class StandingController {

    private static final String STANDING = """
            select case status when 'OPEN' then 'STORED' else status end as status, version, closed_reason as reason,
                case status when 'OPEN' then fetched_at else observed_at end as at
            from contract where contract_id = :id
            union all
            select 'UNAVAILABLE', null, reason, observed_at from unavailable_contract
            where contract_id = :id and not exists (select from contract where contract_id = :id)
            """;

    private final JdbcClient database;

    StandingController(JdbcClient database) {
        this.database = database;
    }

    @GetMapping("/api/contract-ids/{id}")
    Standing standing(@PathVariable long id) {
        return database.sql(STANDING)
                .param("id", InvalidParameterException.requireId("id", id))
                .query((row, _) -> new Standing(
                        id,
                        Standing.Status.valueOf(row.getString("status")),
                        row.getObject("version", Long.class),
                        row.getString("reason"),
                        ContractRows.time(row, "at")))
                .optional()
                .orElseGet(() -> new Standing(id, Standing.Status.UNKNOWN, null, null, null));
    }
}
