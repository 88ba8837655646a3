package eve.contracts.local;

import eve.contracts.simulator.EsiSimulator;
import eve.contracts.simulator.SimulatorOptions;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Properties;

/// Starts the simulator with the same universe at every start. A universe follows from its seed, its size and
/// its start time, so these are stored. Its clock continues while the system is stopped.
final class SimulatedEsi {

    private static final int CONTRACTS = 2_000;

    private final Path file;
    private final int contracts;
    private final Instant began;

    private SimulatedEsi(Path file, int contracts, Instant began) {
        this.file = file;
        this.contracts = contracts;
        this.began = began;
    }

    /// Returns the universe of this folder, or a new one.
    ///
    /// @throws CannotStartException if a different size is requested
    static SimulatedEsi of(LocalOptions options) {
        Path file = options.data.resolve("universe.properties");
        if (!Files.exists(file)) {
            int contracts = options.contracts == null ? CONTRACTS : options.contracts;
            return new SimulatedEsi(file, contracts, Instant.now().truncatedTo(ChronoUnit.SECONDS));
        }
        SimulatedEsi kept = read(file);
        if (options.contracts != null && options.contracts != kept.contracts) {
            throw new CannotStartException(String.format(
                    Locale.ROOT,
                    "the universe in %s has %d contracts: leave -Dsimulator.contracts away, or delete the folder",
                    options.data,
                    kept.contracts));
        }
        return kept;
    }

    private static SimulatedEsi read(Path file) {
        var kept = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            kept.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new SimulatedEsi(
                file, Integer.parseInt(kept.getProperty("contracts")), Instant.parse(kept.getProperty("began")));
    }

    EsiSimulator start(int port) {
        keep();
        var clock = new UniverseClock(began);
        var simulator = EsiSimulator.start(SimulatorOptions.defaults()
                .withContracts(contracts)
                .withPort(port)
                .withClock(clock));
        clock.goOn();
        return simulator;
    }

    private void keep() {
        var kept = new Properties();
        kept.setProperty("contracts", Integer.toString(contracts));
        kept.setProperty("began", began.toString());
        try (Writer writer = Files.newBufferedWriter(file)) {
            kept.store(writer, "What the simulated universe follows from");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Returns the start time of the universe until the universe is created, then the present time.
    private static final class UniverseClock extends Clock {

        private volatile Clock present;

        UniverseClock(Instant began) {
            this.present = Clock.fixed(began, ZoneOffset.UTC);
        }

        void goOn() {
            present = Clock.systemUTC();
        }

        @Override
        public Instant instant() {
            return present.instant();
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return present.withZone(zone);
        }
    }
}
