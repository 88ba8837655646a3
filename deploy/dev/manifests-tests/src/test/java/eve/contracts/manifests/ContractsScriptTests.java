package eve.contracts.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs `deploy/contracts` with a `java` that prints its arguments.
class ContractsScriptTests {

    @TempDir
    Path folder;

    private Path checkout;
    private Path script;

    @BeforeEach
    void copy() throws IOException {
        checkout = Files.createDirectories(folder.resolve("a folder's name"));
        script = Files.createDirectories(checkout.resolve("deploy")).resolve("contracts");
        Files.copy(Repository.ROOT.resolve("deploy/contracts"), script, StandardCopyOption.COPY_ATTRIBUTES);
        var java = Files.createDirectories(folder.resolve("j d k/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    record Run(int exit, List<String> said) {}

    @Test
    void ofSeveralJarsTheNewestIsTakenFromAnyFolderAndThroughALink() throws Exception {
        jar("contract-api/target/contract-api-0.2.0-exec.jar", 1);
        Path newest = jar("contract-api/target/contract-api-0.10.0-exec.jar", 2);
        jar("contract-api/target/contract-api-0.10.0.jar", 3);
        Path link = Files.createSymbolicLink(folder.resolve("contracts"), script);

        for (Path command : List.of(script, link)) {
            Run run = run(command, "status", "1 2");
            assertThat(run.exit()).as(run.said().toString()).isZero();
            assertThat(run.said()).endsWith("status", "1 2");
            Path taken = Path.of(run.said().get(run.said().indexOf("-cp") + 1));
            assertThat(taken.toRealPath()).isEqualTo(newest.toRealPath());
        }
    }

    @Test
    void withoutAJarItIsUsedWrongly() throws Exception {
        Run run = run(script, "status", "1");

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.said()).singleElement().asString().startsWith("There is no jar of contract-api: build it");
    }

    private Path jar(String name, int second) throws IOException {
        Path jar = checkout.resolve(name);
        Files.createDirectories(jar.getParent());
        Files.createFile(jar);
        return Files.setLastModifiedTime(jar, FileTime.from(Instant.ofEpochSecond(second)));
    }

    private Run run(Path command, String... arguments) throws Exception {
        var builder = new ProcessBuilder(command.toString())
                .directory(Path.of("/").toFile())
                .redirectErrorStream(true);
        builder.command().addAll(List.of(arguments));
        builder.environment().put("JAVA_HOME", folder.resolve("j d k").toString());
        builder.environment().remove("CONTRACTS_JAR");
        Process process = builder.start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), said.lines().toList());
    }
}
