package eve.contracts.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// ARCHITECTURE.md names the folders that exist, and all of them.
class ArchitectureDocumentTests {

    private static final Path DOCUMENT = Repository.ROOT.resolve("ARCHITECTURE.md");
    /// A folder of the tree: two spaces for each level, the name, then what it holds.
    private static final Pattern FOLDER = Pattern.compile("((?:  )*)([\\w./-]+)/(?:\\s.*)?");

    private static final List<String> SERVICES = List.of("aggregator-service", "contract-api", "common-model");

    @Test
    void theTreeNamesEachPackageOfTheServicesAndEachFolderOfDeploy() throws IOException {
        var named = tree();

        assertThat(named).isEqualTo(folders());
    }

    @Test
    void itCanBeReadInOneSitting() throws IOException {
        assertThat(Files.readAllLines(DOCUMENT)).hasSizeLessThanOrEqualTo(150);
    }

    private static Set<String> tree() throws IOException {
        var named = new TreeSet<String>();
        var path = new ArrayList<String>();
        for (var line : block()) {
            var folder = FOLDER.matcher(line);
            if (folder.matches()) {
                int level = folder.group(1).length() / 2;
                path.subList(Math.min(level, path.size()), path.size()).clear();
                path.add(folder.group(2));
                named.add(String.join("/", path));
            }
        }
        return named;
    }

    private static List<String> block() throws IOException {
        return Files.readString(DOCUMENT)
                .transform(text -> Stream.of(text.split("```")))
                .filter(block -> block.contains("aggregator-service/") && block.contains("deploy/"))
                .findFirst()
                .orElseThrow()
                .lines()
                .toList();
    }

    private static Set<String> folders() throws IOException {
        var folders = new TreeSet<String>();
        for (var service : SERVICES) {
            folders.add(service);
            try (var files = Files.walk(Repository.ROOT.resolve(service).resolve("src/main/java/eve/contracts"))) {
                files.filter(file -> file.endsWith("package-info.java"))
                        .map(Path::getParent)
                        .map(ArchitectureDocumentTests::packageName)
                        .filter(name -> !name.isEmpty())
                        .forEach(name -> folders.add(service + "/" + name));
            }
        }
        folders.add("deploy");
        folders.addAll(subfolders("deploy"));
        folders.addAll(subfolders("deploy/dev"));
        return folders;
    }

    private static String packageName(Path folder) {
        var root = folder.toString().replaceFirst(".*/src/main/java/eve/contracts/?", "");
        return root.replaceFirst("^(aggregator|api)(/|$)", "");
    }

    private static Set<String> subfolders(String folder) throws IOException {
        try (var files = Files.list(Repository.ROOT.resolve(folder))) {
            return files.filter(Files::isDirectory)
                    .map(Path::getFileName)
                    .map(Path::toString)
                    .filter(name -> !name.equals("target") && !name.startsWith("."))
                    .map(name -> folder + "/" + name)
                    .collect(Collectors.toSet());
        }
    }
}
