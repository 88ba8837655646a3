package eve.contracts.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import eve.contracts.client.api.ContractIdsApi;
import eve.contracts.client.api.ContractsApi;
import eve.contracts.client.api.DeadLettersApi;
import eve.contracts.client.api.RedrivesApi;
import eve.contracts.client.model.ContractIdQuery;
import eve.contracts.client.model.ContractIdStatus;
import eve.contracts.client.model.ContractPage;
import eve.contracts.client.model.DeadLetterFilter;
import eve.contracts.client.model.DeadLetterReason;
import eve.contracts.client.model.DeadLetterState;
import eve.contracts.client.model.IdStatus;
import eve.contracts.client.model.IdSubmission;
import eve.contracts.client.model.Problem;
import eve.contracts.client.model.RedriveRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// Uses the API over HTTP as a Java program does, with only the client that was generated from the OpenAPI
/// description.
class GeneratedClientTests {

    private static RunningApi api;

    @BeforeAll
    static void start() throws Exception {
        api = new RunningApi();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void idsArePublishedOnceAndFollowed() throws Exception {
        var ids = new ContractIdsApi(api.operator());
        var submission = new IdSubmission()
                .addContractIdsItem(1L)
                .addContractIdsItem(2L)
                .priority(IdSubmission.PriorityEnum.LOW);
        var key = '"' + UUID.randomUUID().toString() + '"';

        var first = ids.publishContractIdsWithHttpInfo(submission, key);
        var again = ids.publishContractIdsWithHttpInfo(submission, key);

        assertThat(first.getStatusCode()).isEqualTo(202);
        assertThat(first.getData().getPublished()).isEqualTo(2);
        var location =
                Objects.requireNonNull(first.getHeaders().get("location")).getFirst();
        assertThat(again.getHeaders().get("location")).containsExactly(location);
        var open = new ContractIdsApi(api.anonymous());
        var followed = open.getSubmission(UUID.fromString(location.substring(location.lastIndexOf('/') + 1)), null);
        assertThat(followed.getAnswered()).isFalse();
        assertThat(followed.getUnanswered()).containsExactly(1L, 2L);
        assertThat(followed.getStatuses()).containsEntry("PENDING", 2L);
        assertThat(open.getContractIdStatus(1L, null).getStatus()).isEqualTo(IdStatus.PENDING);
        assertThat(open.queryContractIds(new ContractIdQuery().contractIds(List.of(3L, 2L)))
                        .getContractIds())
                .extracting(ContractIdStatus::getStatus)
                .containsExactly(IdStatus.UNKNOWN, IdStatus.PENDING);
    }

    @Test
    void contractsAreSearchedPageByPage() throws Exception {
        store(71);
        store(72);
        var contracts = new ContractsApi(api.anonymous());

        var first = page(contracts, null);
        var second = page(contracts, first.getNextCursor());

        assertThat(first.getContracts()).hasSize(1);
        assertThat(second.getContracts()).hasSize(1);
        assertThat(first.getContracts().getFirst().getContractId())
                .isNotEqualTo(second.getContracts().getFirst().getContractId());
        assertThat(contracts.getContract(71L, null).getRegionId()).isEqualTo(10_000_002L);
    }

    @Test
    void aReaderReadsADeadLetterAndAnOperatorTriesARedriveOfIt() throws Exception {
        var letters = new DeadLettersApi(api.reader());
        var letter = await().atMost(Duration.ofSeconds(30))
                .until(
                        () -> letters.listDeadLetters(
                                DeadLetterReason.ESI_SERVER_ERROR, null, null, null, DeadLetterState.OPEN, null, 10),
                        page -> !page.getDeadLetters().isEmpty())
                .getDeadLetters()
                .getFirst();

        var detail = letters.getDeadLetter(letter.getId());
        assertThat(detail.getAttempts()).isEqualTo(5);
        assertThat(Objects.requireNonNull(detail.getValue()).getText()).isEqualTo("123");
        assertThat(letters.getDeadLetterValue(letter.getId())).hasContent("123");

        var dryRun = new RedrivesApi(api.operator())
                .beginRedrive(
                        new RedriveRequest()
                                .filter(new DeadLetterFilter().reason(DeadLetterReason.ESI_SERVER_ERROR))
                                .dryRun(true),
                        null);
        assertThat(dryRun.getDryRun()).isTrue();
        assertThat(dryRun.getOutcomes()).containsEntry("REPLAYED", 1L);
    }

    @Test
    void aProblemIsTyped() throws Exception {
        var failure = catchThrowableOfType(
                ApiException.class,
                () -> new ContractIdsApi(api.operator()).publishContractIds(new IdSubmission(), null));

        assertThat(failure.getCode()).isEqualTo(400);
        var problem = api.anonymous().getObjectMapper().readValue(failure.getResponseBody(), Problem.class);
        assertThat(problem.getStatus()).isEqualTo(400);
        assertThat(problem.getParameter()).isEqualTo("contractIds");
        assertThat(catchThrowableOfType(
                                ApiException.class, () -> new DeadLettersApi(api.anonymous()).countDeadLetters())
                        .getCode())
                .isEqualTo(401);
    }

    /// A generator changes names that collide or are missing: `…1`, `InlineObject`, `…200Response`.
    @Test
    void everyClassHasTheNameOfASchema() throws Exception {
        var description = JsonMapper.shared().readTree(Files.readString(Path.of("../../../contract-api/openapi.json")));
        var schemas = description.at("/components/schemas").propertyNames();
        try (var files = Files.walk(Path.of("target/generated-sources/openapi"))) {
            var models = files.map(Path::toString)
                    .filter(file -> file.contains("/model/"))
                    .map(file -> file.substring(file.lastIndexOf('/') + 1).replace(".java", ""))
                    .filter(name -> !name.equals("AbstractOpenApiSchema") && !name.equals("model"))
                    .collect(Collectors.toSet());
            assertThat(models).isNotEmpty().isSubsetOf(schemas);
        }
    }

    private static ContractPage page(ContractsApi contracts, @Nullable String cursor) throws ApiException {
        return contracts.searchContracts(
                10_000_002L, null, null, null, null, null, null, null, null, null, "price", cursor, 1, null);
    }

    private static void store(long id) {
        api.sql()
                .sql(
                        "insert into contract (contract_id, region_id, type, issuer_id, issuer_corporation_id, date_issued,"
                                + " date_expired, item_count, bid_count, status, version, content_hash, observed_at, fetched_at)"
                                + " values (:id, 10000002, 'courier', 2, 3, now(), now() + interval '1 day', 0, 0, 'OPEN', 1, '',"
                                + " now(), now())")
                .param("id", id)
                .update();
    }
}
