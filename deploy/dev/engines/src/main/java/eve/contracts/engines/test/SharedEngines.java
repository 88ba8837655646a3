package eve.contracts.engines.test;

import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/// Starts both engines once, in parallel.
final class SharedEngines {

    private SharedEngines() {}

    static Engines get() {
        return Holder.ENGINES;
    }

    /// Runs two slow operations in parallel.
    static <A, B> Both<A, B> both(Supplier<A> first, Supplier<B> second) {
        CompletableFuture<B> other = CompletableFuture.supplyAsync(
                second,
                task -> Thread.ofPlatform().name("engine-start").daemon().start(task));
        return new Both<>(first.get(), other.join());
    }

    record Both<A, B>(A first, B second) {}

    private static final class Holder {

        private static final Engines ENGINES = start();

        private static Engines start() {
            String choice = System.getProperty("engines", "embedded");
            return switch (choice) {
                case "embedded" -> EmbeddedEngines.start();
                case "containers" -> ContainerEngines.start();
                default ->
                    throw new IllegalArgumentException(String.format(
                            Locale.ROOT, "engines is '%s'; it can be 'embedded' or 'containers'", choice));
            };
        }
    }
}
