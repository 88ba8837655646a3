package eve.contracts.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class SimulatorMainTests {
    private final StringWriter err = new StringWriter();
    private final CommandLine program = SimulatorMain.commandLine().setErr(new PrintWriter(err, true));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --port=many          | Invalid value for option '--port'
            --colour=red         | Unknown option: '--colour=red'
            --contracts=-1       | contracts must be 0 to 200000
            --types=19           | types must be 20 to 20000, not 19
            --port=70000         | port must be 0 to 65535
            --gone=2             | gone must be a share from 0 to 1
            --fault=FIRE=1       | Invalid value for option '--fault'
            --fault=TIMEOUT=7    | share must be from 0 to 1
            """)
    void aBadOptionIsOneClearLineAnd2(String option, String line) {
        assertThat(program.execute(option, "--latency-ms=0")).isEqualTo(2);
        assertThat(err.toString().lines()).hasSize(1).first().asString().startsWith(line);
    }

    @Test
    void aTakenPortIsOneClearLineThatNamesPortAndOption() {
        try (var simulated = Simulated.still()) {
            int taken = simulated.simulator.port();
            assertThat(program.execute("--port=" + taken)).isEqualTo(1);
            assertThat(err.toString().strip())
                    .isEqualTo("Port " + taken + " on 127.0.0.1 is taken; choose another with --port");
        }
    }

    @Test
    void eachOptionHasItsEnvironmentVariable() {
        assertThat(FromEnvironment.variable("--latency-ms")).isEqualTo("SIMULATOR_LATENCY_MS");
    }
}
