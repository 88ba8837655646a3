package eve.contracts.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A migration does not block transactions that use the tables meanwhile. Changelogs up to 015 are older than
/// this rule.
class ChangelogTests {

    private static final int LAST_WITHOUT = 15;
    private static final Pattern INDEX =
            Pattern.compile("(?im)^\\s*create (?:unique )?index (concurrently )?(?:if not exists )?(\\w+) on (\\w+)");

    static List<Path> changelogs() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/db/changelog"))) {
            return files.filter(file -> file.getFileName().toString().endsWith(".sql"))
                    .filter(file ->
                            Integer.parseInt(file.getFileName().toString().substring(0, 3)) > LAST_WITHOUT)
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("changelogs")
    void anIndexOnATableThatIsInUseIsMadeConcurrentlyAndNotLeftHalfMade(Path changelog) throws IOException {
        for (var changeset : Files.readString(changelog).split("(?m)^--changeset ")) {
            for (var index = INDEX.matcher(changeset); index.find(); ) {
                if (changeset.contains("create table " + index.group(3) + " ")) {
                    continue;
                }
                assertThat(index.group(1)).as(index.group()).isNotNull();
                assertThat(changeset.lines().findFirst().orElse("")).contains("runInTransaction:false");
                assertThat(changeset.substring(0, index.start()))
                        .contains("drop index concurrently if exists " + index.group(2));
            }
        }
    }
}
