package eve.contracts.api.contracts.search;

import static org.assertj.core.api.Assertions.assertThat;

import eve.contracts.api.ApiTest;
import eve.contracts.api.contracts.ContractStatus;
import eve.contracts.api.reading.ReadingDatabase;
import eve.contracts.model.ContractType;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterUtils;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@ApiTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SearchPlanTests {

    /// The rows that lookups of the contract and of its other terms may read for each entry.
    private static final int READ_FOR_EACH_ENTRY = 5;

    private static final Instant NOW = Instant.now();

    private final JdbcTemplate database;
    private final JdbcTemplate reading;

    SearchPlanTests(@Autowired JdbcConnectionDetails own, @Autowired @ReadingDatabase.Reading DataSource reading) {
        // Without the time limits of the service, because it takes long to create the rows.
        var unlimited = new DriverManagerDataSource(own.getJdbcUrl());
        unlimited.setUsername(own.getUsername());
        unlimited.setPassword(own.getPassword());
        this.database = new JdbcTemplate(unlimited);
        this.reading = new JdbcTemplate(reading);
    }

    @BeforeAll
    void fill() {
        ManyContracts.fill(database);
    }

    @AfterAll
    void clear() {
        ManyContracts.clear(database);
    }

    /// Each search, and the maximum number of rows of all tables together that it may read for a page of 50.
    @ParameterizedTest
    @CsvSource(nullValues = "-", delimiter = '|', textBlock = """
            # region   | type    | typeId | status | min    | max    | q             | rows
            -          | -       | -      | -      | -      | -      | -             | 200
            10000001   | -       | -      | -      | -      | -      | -             | 200
            10000069   | -       | -      | -      | -      | -      | -             | 200
            -          | auction | -      | -      | -      | -      | -             | 200
            -          | loan    | -      | -      | -      | -      | -             | 200
            -          | -       | -      | CLOSED | -      | -      | -             | 200
            -          | -       | -      | EXPIRED | -     | -      | -             | 10000
            10000001   | -       | -      | CLOSED | -      | -      | -             | 200
            -          | loan    | -      | CLOSED | -      | -      | -             | 200
            -          | -       | 1      | CLOSED | -      | -      | -             | 10000
            -          | -       | 4999   | CLOSED | -      | -      | -             | 2400
            -          | -       | -      | CLOSED | 999000 | 999100 | -             | 10000
            -          | -       | -      | CLOSED | -      | -      | gil           | 10000
            -          | -       | -      | CLOSED | -      | -      | 7             | 10000
            -          | -       | 1      | -      | -      | -      | -             | 2400
            -          | -       | 4999   | -      | -      | -      | -             | 2400
            -          | -       | -      | -      | 10000  | 20000  | -             | 10000
            -          | -       | -      | -      | 999000 | 999100 | -             | 10000
            -          | -       | -      | -      | -      | -      | gila          | 2400
            -          | -       | -      | -      | -      | -      | 77            | 2400
            -          | -       | -      | -      | -      | -      | gil           | 200
            -          | -       | -      | -      | -      | -      | 7             | 10000
            -          | -       | -      | -      | -      | -      | plex gil      | 10000
            10000069   | -       | -      | -      | -      | -      | gil           | 10000
            10000001   | -       | 1      | OPEN   | 10000  | -      | gila          | 12000
            10000060   | auction | 1      | CLOSED | 10000  | 20000  | gila          | 12000
            """)
    void everyFilterInEveryOrderReadsAnIndexAndABoundedNumberOfRows(
            @Nullable Long regionId,
            @Nullable String type,
            @Nullable Long typeId,
            @Nullable String status,
            @Nullable BigDecimal min,
            @Nullable BigDecimal max,
            @Nullable String q,
            int rows) {
        var contractType = type == null ? null : ContractType.valueOf(type.toUpperCase(Locale.ROOT));
        var filters = new SearchFilters(
                regionId,
                contractType,
                typeId,
                status == null ? ContractStatus.OPEN : ContractStatus.valueOf(status),
                min,
                max,
                q,
                null,
                null,
                null);
        for (var sort : List.of("-dateIssued", "dateIssued", "price", "-price", "dateExpired", "-dateExpired")) {
            var first = ContractSearch.of(filters, SearchSort.parse(sort), null, 50);
            var bound = sort.contains("dateIssued") ? rows : Math.max(rows, READ_FOR_EACH_ENTRY * IndexScan.SCAN_LIMIT);
            assertBounded(first, bound);
            var cursor = new SearchQuery(first, NOW, JdbcClient.create(reading))
                    .page()
                    .nextCursor();
            if (cursor != null) {
                assertBounded(ContractSearch.of(filters, SearchSort.parse(sort), cursor, 50), bound);
            }
        }
    }

    private void assertBounded(ContractSearch search, int rows) {
        var scans = scans(search);
        assertThat(scans).as("%s", search).isNotEmpty().allSatisfy(scan -> {
            assertThat(scan.path("Node Type").asString()).startsWith("Index");
            assertThat(scan.path("Index Name").asString()).matches("(contract|open_term)_.*");
        });
        var read = scans.stream()
                .mapToDouble(scan -> scan.path("Actual Loops").asDouble()
                        * (scan.path("Actual Rows").asDouble()
                                + scan.path("Rows Removed by Filter").asDouble(0)))
                .sum();
        assertThat(read).as("rows read by %s", search).isLessThanOrEqualTo(rows);
    }

    /// Returns the scans of the generic plan, which the service uses for all values.
    private List<JsonNode> scans(ContractSearch search) {
        var query = new SearchQuery(search, NOW, JdbcClient.create(reading)).statement();
        var sql = NamedParameterUtils.parseSqlStatement(query.sql());
        var values = new MapSqlParameterSource(query.parameters());
        var numbered = Arrays.stream((NamedParameterUtils.substituteNamedParameters(sql, values) + " ").split("\\?"))
                .collect(Collectors.toCollection(ArrayList::new));
        var parameters = NamedParameterUtils.buildValueArray(sql, values, null);
        var text = new StringBuilder("prepare search as ").append(numbered.getFirst());
        for (int i = 1; i < numbered.size(); i++) {
            text.append('$').append(i).append(numbered.get(i));
        }
        var arguments = Arrays.stream(parameters)
                .map(value -> value == null ? "null" : "'" + value + "'")
                .collect(Collectors.joining(", ", "(", ")"));
        return reading.execute((java.sql.Connection connection) -> {
            try (var statement = connection.createStatement()) {
                statement.execute(text.toString());
                try (var plan = statement.executeQuery("explain (analyze, format json) execute search" + arguments)) {
                    plan.next();
                    var scans = new ArrayList<JsonNode>();
                    collect(JsonMapper.shared().readTree(plan.getString(1)), scans);
                    return scans;
                } finally {
                    statement.execute("deallocate search");
                }
            }
        });
    }

    private static void collect(JsonNode node, List<JsonNode> scans) {
        if (node.has("Relation Name")) {
            scans.add(node);
        }
        node.forEach(child -> collect(child, scans));
    }
}
