package eve.contracts.aggregator.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.springframework.core.io.ClassPathResource;

/// Loads the statements of [ContractStore] from SQL files, where they are easier to read.
final class StoreSql {

    final String create = read("create-contracts.sql");
    final String update = read("update-contract.sql");
    final String confirm = read("confirm-contract.sql");
    final String close = read("close-contract.sql");
    final String unavailable = read("record-unavailable.sql");

    private static String read(String name) {
        try {
            return new ClassPathResource("sql/" + name).getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
