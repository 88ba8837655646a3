package eve.contracts.api.problems;

import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import eve.contracts.model.ContractType;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.format.support.DefaultFormattingConversionService;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Tests both ways to declare parameters: one by one, or as a record.
class RepeatableParametersTests {

    private final MockMvc calls;

    RepeatableParametersTests() {
        var conversions = new DefaultFormattingConversionService();
        new StrictValues().addFormatters(conversions);
        this.calls = MockMvcBuilders.standaloneSetup(new Calls())
                .addInterceptors(new StrictRequests())
                .setControllerAdvice(new ApiProblems())
                .setConversionService(conversions)
                .build();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/one?typeId=1&typeId=2&type=auction                       | [1, 2] AUCTION",
                "/one?typeId=7                                             | [7] null",
                "/one                                                      | null null",
                "/record?typeId=1&typeId=2&minPrice=0.5&hasBids=true       | [1, 2] 0.5 true null null",
                "/record?type=courier&type=loan&expiresAfter=2026-03-01T12:00:00Z | null null null [COURIER, LOAN] 2026-03-01T12:00:00Z",
            })
    void aListIsAParameterThatIsGivenSeveralTimes(String call, String answer) throws Exception {
        calls.perform(get(URI.create(call)))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$[0]").value(answer));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/one?typeId=1,2                 | typeId       | typeId must be a whole number",
                "/one?typeId=1&typeId=x          | typeId       | typeId must be a whole number",
                "/one?typeId=1&typeId=           | typeId       | typeId must not be blank",
                "/one?type=auction&type=auction  | type         | type must be given once",
                "/one?types=auction              | types        | types is no parameter of this call, which has type, typeId",
                "/record?typeId=1&typeId=1e3     | typeId       | typeId must be a whole number",
                "/record?typeId=1,2              | typeId       | typeId must be a whole number",
                "/record?minPrice=1e3            | minPrice     | minPrice must be a number",
                "/record?hasBids=yes             | hasBids      | hasBids must be true or false",
                "/record?hasBids=TRUE            | hasBids      | hasBids must be true or false",
                "/record?hasBids=true&hasBids=true | hasBids    | hasBids must be given once",
                "/record?type=courier&type=LOAN  | type         | type must be one of [unknown, item_exchange, auction, courier, loan]",
                "/record?expiresAfter=yesterday  | expiresAfter | expiresAfter must be an instant in UTC",
                "/record?class.x=1               | class.x      | class.x is no parameter",
                "/record?typeId[0]=1             | typeId[0]    | typeId[0] is no parameter",
            })
    void otherFormsAreRefusedByName(String call, String parameter, String detail) throws Exception {
        calls.perform(get(URI.create(call.replace("[", "%5B").replace("]", "%5D"))))
                .andExpect(status().isBadRequest())
                .andExpect(jsonPath("$.parameter").value(parameter))
                .andExpect(jsonPath("$.detail").value(org.hamcrest.Matchers.startsWith(detail)));
    }

    /// @param typeId several values
    record Filters(
            @Nullable List<Long> typeId,
            @Nullable BigDecimal minPrice,
            @Nullable Boolean hasBids,
            @Nullable List<ContractType> type,
            @Nullable Instant expiresAfter) {}

    @RestController
    static class Calls {

        @GetMapping("/one")
        List<String> one(@RequestParam @Nullable List<Long> typeId, @RequestParam @Nullable ContractType type) {
            return List.of(typeId + " " + (type == null ? null : type.name()));
        }

        @GetMapping("/record")
        List<String> record(@ModelAttribute Filters filters) {
            return List.of(filters.typeId() + " " + filters.minPrice() + " " + filters.hasBids() + " "
                    + (filters.type() == null
                            ? null
                            : filters.type().stream().map(Enum::name).toList())
                    + " " + filters.expiresAfter());
        }
    }
}
