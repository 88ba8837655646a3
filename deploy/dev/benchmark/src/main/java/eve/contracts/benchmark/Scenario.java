package eve.contracts.benchmark;

import eve.contracts.engines.EmbeddedKafka;
import eve.contracts.engines.EmbeddedPostgresServer;

/// A measurement that prints its figures.
public interface Scenario {

    void run(EmbeddedKafka kafka, EmbeddedPostgresServer postgres) throws Exception;
}
