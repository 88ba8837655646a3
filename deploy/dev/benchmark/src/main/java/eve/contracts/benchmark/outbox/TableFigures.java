package eve.contracts.benchmark.outbox;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/// Prints the size of this project's outbox table and its dead rows, one line a second, and the query plan that
/// reads it, every ten seconds.
final class TableFigures implements AutoCloseable {

    private static final String SIZES = """
            select pg_relation_size('outbox') / 1024 as heap, pg_indexes_size('outbox') / 1024 as indexes,
                coalesce(n_live_tup, 0) as live, coalesce(n_dead_tup, 0) as dead, coalesce(autovacuum_count, 0) as vacuums
            from pg_stat_user_tables where relname = 'outbox'""";

    private final SingleConnectionDataSource connection;
    private final JdbcClient jdbc;
    private final Thread thread;

    private TableFigures(Surroundings surroundings) {
        connection = new SingleConnectionDataSource(
                surroundings.postgres().jdbcUrl(surroundings.name()),
                surroundings.postgres().username(),
                surroundings.postgres().password(),
                true);
        jdbc = JdbcClient.create(connection);
        thread = Thread.ofVirtual().start(this::watch);
    }

    /// Active with `-Dtable=true`; this measurement has a cost itself.
    static @Nullable TableFigures of(Contender contender) {
        return Boolean.getBoolean("table") && contender instanceof OurRelay
                ? new TableFigures(contender.surroundings())
                : null;
    }

    private void watch() {
        try {
            for (int second = 0; ; second++) {
                System.out.println(jdbc.sql(SIZES)
                        .query((row, _) -> String.format(
                                Locale.ROOT,
                                "outbox: %,d KiB, indexes %,d KiB, %,d live, %,d dead, vacuumed %d times",
                                row.getLong("heap"),
                                row.getLong("indexes"),
                                row.getLong("live"),
                                row.getLong("dead"),
                                row.getLong("vacuums")))
                        .single());
                if (second % 10 == 3) {
                    explain();
                }
                Thread.sleep(Duration.ofSeconds(1));
            }
        } catch (InterruptedException e) {
            // closed
        }
    }

    /// Explains the statement of the database function, with the function's settings.
    private void explain() {
        List<String> settings = jdbc.sql("select unnest(proconfig) from pg_proc where proname = 'outbox_pending'")
                .query((row, number) -> row.getString(1))
                .list();
        settings.forEach(each -> jdbc.sql("set " + each).update());
        String holder = jdbc.sql("select coalesce(max(holder), '') from outbox_bucket")
                .query(String.class)
                .single();
        String statement = jdbc.sql("select prosrc from pg_proc where proname = 'outbox_pending'")
                .query(String.class)
                .single()
                .replaceAll("\\brelay\\b", "'" + holder + "'")
                .replaceAll("\\beach_bucket_bytes\\b", "1048576")
                .replaceAll("\\beach_bucket\\b", "250");
        jdbc.sql("explain (analyze, buffers, costs off) " + statement)
                .query(String.class)
                .list()
                .forEach(System.out::println);
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        connection.destroy();
    }
}
