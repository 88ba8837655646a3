package eve.contracts.local;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options, with the names that the user types after `./mvnw -Plocal`.
final class LocalOptions {

    enum Esi {
        SIMULATOR,
        LIVE
    }

    @Option(names = "-Desi", description = "simulator, or live for the real ESI or what ESI_BASE_URL names")
    Esi esi = Esi.SIMULATOR;

    @Option(names = "-Dregion", split = ",", description = "regions whose ids are published; the simulator's, or none")
    List<Long> regions = List.of();

    @Option(names = "-Dsimulator.contracts", description = "contracts in a new simulated universe (2000)")
    @Nullable
    Integer contracts;

    @Option(names = "-Dlocal.data", description = "folder of all data (data/local)")
    Path data = Path.of("data", "local");

    @Option(names = "-Dkafka.port")
    int kafkaPort = 9092;

    @Option(names = "-Dpostgres.port")
    int postgresPort = 15432;

    @Option(names = "-Dsimulator.port")
    int simulatorPort = 8089;

    @Option(names = "-Dapi.port")
    int apiPort = 8080;

    @Option(names = "-Daggregator.management.port")
    int aggregatorManagementPort = 8081;

    @Option(names = "-Dapi.management.port")
    int apiManagementPort = 8082;

    boolean isSimulated() {
        return esi == Esi.SIMULATOR;
    }

    /// Returns every port that will be used, with the option that sets it.
    Map<String, Integer> ports() {
        var ports = new LinkedHashMap<String, Integer>();
        ports.put("-Dapi.port", apiPort);
        ports.put("-Daggregator.management.port", aggregatorManagementPort);
        ports.put("-Dapi.management.port", apiManagementPort);
        if (isSimulated()) {
            ports.put("-Dsimulator.port", simulatorPort);
        }
        ports.put("-Dkafka.port", kafkaPort);
        ports.put("-Dpostgres.port", postgresPort);
        return ports;
    }
}
