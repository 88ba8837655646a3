package eve.contracts.local;

import java.time.Duration;
import java.util.Locale;

/// The texts that show the user the addresses and the examples.
final class Welcome {

    private final LocalOptions options;
    private final OperatorPassword password;

    Welcome(LocalOptions options, OperatorPassword password) {
        this.options = options;
        this.password = password;
    }

    /// @param esi description of the ESI
    String addresses(String esi) {
        return String.format(
                Locale.ROOT,
                """

                Console and API  http://localhost:%d
                Operator         %s, password: %s
                Kafka            localhost:%d
                PostgreSQL       localhost:%d, database %s, user postgres
                ESI              %s
                Metrics          http://localhost:%d/actuator/prometheus (API: %d)
                Data and log     %s, %s
                """,
                options.apiPort,
                OperatorPassword.username(),
                password.isNew() ? password.value() : password.command(),
                options.kafkaPort,
                options.postgresPort,
                Engines.DATABASE,
                esi,
                options.aggregatorManagementPort,
                options.apiManagementPort,
                options.data,
                LocalApplication.logFile(options));
    }

    static String summary(Figures figures, Duration sinceStart) {
        return String.format(
                Locale.ROOT,
                "%nAll answered after %d s: %,d contracts stored, %,d events sent, %,d dead.%n",
                sinceStart.toSeconds(),
                figures.stored(),
                figures.events(),
                figures.dead());
    }

    static String waitingForIds() {
        return "No region is named with -Dregion=..., so this waits for ids." + System.lineSeparator();
    }

    /// @param example the id of a contract
    String whatToTry(long example) {
        return String.format(
                Locale.ROOT,
                """
                Try next, in another terminal:
                  curl 'http://localhost:%1$d/api/contracts?type=auction&limit=3'
                  curl http://localhost:%1$d/api/contracts/%2$d
                  curl -u %5$s:"%3$s" \\
                       -H 'Content-Type: application/json' -d '{"contractIds":[%2$d]}' \\
                       http://localhost:%1$d/api/contract-ids
                  curl http://localhost:%1$d/api/contract-ids/%2$d
                With Kafka's tools:
                  echo %2$d | kafka-console-producer.sh \\
                       --bootstrap-server localhost:%4$d --topic contract-ids
                  kafka-console-consumer.sh --from-beginning \\
                       --bootstrap-server localhost:%4$d --topic contract-events
                Ctrl-C stops it; the data are there at the next start.
                """,
                options.apiPort,
                example,
                password.command(),
                options.kafkaPort,
                OperatorPassword.username());
    }
}
