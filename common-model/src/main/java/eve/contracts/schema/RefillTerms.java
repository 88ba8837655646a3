package eve.contracts.schema;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.annotation.Import;

/// Rewrites the terms by which searches find contracts: for rows that were written without them, and once after
/// a migration that changed their rule. The services may run meanwhile. It can be stopped and repeated at any
/// time.
@ImportAutoConfiguration(DataSourceAutoConfiguration.class)
@Import(ContractTerms.class)
public final class RefillTerms {

    private static final Logger log = LoggerFactory.getLogger(RefillTerms.class);

    private RefillTerms() {}

    public static void main(String[] args) {
        var application = new SpringApplicationBuilder(RefillTerms.class)
                .web(WebApplicationType.NONE)
                .properties("spring.config.name=aggregator");
        try (var context = application.run(args)) {
            var terms = context.getBean(ContractTerms.class);
            terms.refill();
            log.info("Rewrote the search terms of contracts; {} contracts are open", terms.openContracts());
        }
    }
}
