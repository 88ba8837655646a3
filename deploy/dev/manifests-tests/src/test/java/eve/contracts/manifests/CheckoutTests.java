package eve.contracts.manifests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class CheckoutTests {

    /// Needed for scripts, changelogs with checksums and expected texts.
    @Test
    void everyFileKeepsItsLineEndsWhateverTheMachineIsSetTo() throws Exception {
        Repository.needs("git");
        assumeTrue(Files.exists(Repository.ROOT.resolve(".git")), "no checkout");
        Process git = new ProcessBuilder("git", "ls-files", "--format=%(eolinfo:index) %(eolattr) %(path)")
                .directory(Repository.ROOT.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(git.waitFor()).as(said).isZero();
        assertThat(said.lines())
                .hasSizeGreaterThan(100)
                .allSatisfy(file ->
                        assertThat(file).matches("(lf|none) text=auto eol=lf .+|lf text eol=crlf .+\\.cmd|-text .+"));
    }
}
