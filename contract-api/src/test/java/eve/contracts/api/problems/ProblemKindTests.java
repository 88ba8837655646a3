package eve.contracts.api.problems;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.UncategorizedSQLException;

class ProblemKindTests {

    @ParameterizedTest
    @EnumSource
    void aKindIsFoundByItsTypeAndHasAPage(ProblemKind kind) {
        assertThat(ProblemKind.of(kind.type().getPath().substring("/problems/".length())))
                .contains(kind);
        assertThat(new ProblemPages().one(kind.slug()).getBody())
                .contains(kind.type().toString());
        assertThat(kind.meaning()).endsWith(".");
        assertThat(kind.remedy()).endsWith(".");
        // ProblemValve writes these texts without JSON escaping.
        assertThat(kind.title() + (kind.status().value() == 400 ? ProblemKind.MALFORMED_REQUEST.meaning() : ""))
                .doesNotContain("\"", "\\");
        assertThat(Arrays.stream(ProblemKind.values()).map(ProblemKind::title)).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({
        "400, MALFORMED_REQUEST",
        "404, NO_SUCH_CALL",
        "431, MALFORMED_REQUEST",
        "500, DEFECT",
        "505, MALFORMED_REQUEST",
        "599, DEFECT"
    })
    void everyStatusHasAKind(int status, ProblemKind kind) {
        assertThat(ProblemKind.of(HttpStatusCode.valueOf(status))).isEqualTo(kind);
    }

    @Test
    void whatTheServiceItselfFailsAtTellsNoDetails() {
        isProblem(new ApiProblems().defect(new IllegalStateException("secret")), ProblemKind.DEFECT);
        isProblem(new ApiProblems().tooSlow(new QueryTimeoutException("secret")), ProblemKind.DATABASE_UNAVAILABLE);
    }

    @ParameterizedTest
    @CsvSource({
        "08006, DATABASE_UNAVAILABLE",
        "25006, DATABASE_UNAVAILABLE",
        "42501, DATABASE_UNAVAILABLE",
        "53300, DATABASE_UNAVAILABLE",
        "57P01, DATABASE_UNAVAILABLE",
        "22003, DEFECT",
        "23505, DEFECT",
        "42601, DEFECT",
        "XX001, DEFECT"
    })
    void whatTheDatabaseRefusesForEveryCallIsNoDefect(String state, ProblemKind kind) {
        var failure = new UncategorizedSQLException("secret", "select secret", new SQLException("secret", state));
        isProblem(new ApiProblems().refusedByTheDatabase(failure), kind);
    }

    private static void isProblem(ResponseEntity<Object> answer, ProblemKind kind) {
        var problem = (ProblemDetail) Objects.requireNonNull(answer.getBody());
        assertThat(answer.getStatusCode()).isEqualTo(kind.status());
        assertThat(problem.getType()).isEqualTo(kind.type());
        assertThat(problem.getTitle()).isEqualTo(kind.title());
        assertThat(problem.getDetail()).isNotBlank().doesNotContain("secret");
        assertThat(answer.getHeaders().getCacheControl()).isEqualTo("no-store");
        assertThat(answer.getHeaders().containsHeader("Retry-After"))
                .isEqualTo(kind.status().value() == 503);
    }
}
