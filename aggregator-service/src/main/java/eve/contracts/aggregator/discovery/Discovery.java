package eve.contracts.aggregator.discovery;

import eve.contracts.aggregator.esi.listing.Listing;
import eve.contracts.aggregator.esi.listing.Listings;
import eve.contracts.aggregator.store.DiscoveryStore;
import eve.contracts.aggregator.store.StoredStateReader;
import eve.contracts.aggregator.store.StoredStateReader.OpenContract;
import eve.contracts.aggregator.validation.FetchFailedException;
import eve.contracts.model.ContractIdMessage;
import eve.contracts.model.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Publishes the ids of a region whenever ESI has a new listing of it: contracts that are not stored, auctions
/// that may have new bids, and stored contracts that are no longer listed. One replica at a time does so for a
/// region; when it fails, another one takes over within a minute.
@Component
class Discovery {

    private static final Logger log = LoggerFactory.getLogger(Discovery.class);

    /// Longer than the time limit for sending one chunk of ids to Kafka.
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final int CHUNK = 1_000;

    private final DiscoveryProperties properties;
    private final Listings listings;
    private final StoredStateReader contracts;
    private final DiscoveryStore store;
    private final KafkaTemplate<byte[], byte[]> kafka;
    private final String topic;
    private final Clock clock;
    private final MeterRegistry meters;
    private final Set<Long> unlisted = new HashSet<>();

    Discovery(
            DiscoveryProperties properties,
            Listings listings,
            StoredStateReader contracts,
            DiscoveryStore store,
            KafkaTemplate<byte[], byte[]> kafka,
            Topics topics,
            Clock clock,
            MeterRegistry meters) {
        this.properties = properties;
        this.listings = listings;
        this.contracts = contracts;
        this.store = store;
        this.kafka = kafka;
        this.topic = topics.contractIds();
        this.clock = clock;
        this.meters = meters;
    }

    @Scheduled(fixedDelayString = "${contracts.discovery.interval:30s}")
    void discover() {
        for (long region : properties.regions()) {
            try {
                publishNewsOf(region);
                unlisted.remove(region);
            } catch (FetchFailedException e) {
                if (unlisted.add(region)) {
                    log.warn("Region {} could not be listed and is tried again: {}", region, e.getMessage());
                }
            } catch (RuntimeException e) {
                log.warn("The ids of region {} were not all published and are published again", region, e);
            }
        }
    }

    private void publishNewsOf(long region) throws FetchFailedException {
        Listing listing = listings.fresh(region);
        Instant of = listing.dated() ? listing.lastModified() : listing.freshUntil();
        if (!store.begin(region, of, LEASE)) {
            return;
        }
        List<Long> news = store.due(news(listing), clock.instant());
        for (int from = 0; from < news.size(); from += CHUNK) {
            List<Long> chunk = news.subList(from, Math.min(news.size(), from + CHUNK));
            if (!store.begin(region, of, LEASE)) {
                log.warn("Another replica publishes the ids of region {}: the lease of this one expired", region);
                return;
            }
            CompletableFuture.allOf(
                            chunk.stream().map(id -> publish(id, region)).toArray(CompletableFuture[]::new))
                    .join();
            store.published(chunk, clock.instant());
            meters.counter("discovery.published").increment(chunk.size());
        }
        store.end(region, of, clock.instant());
        log.info("Region {} lists {} contracts; {} ids were published", region, listing.size(), news.size());
    }

    private Set<Long> news(Listing listing) {
        Instant now = clock.instant();
        Set<Long> news = listing.contractIds();
        for (OpenContract open : contracts.openIn(listing.regionId())) {
            boolean listed = news.contains(open.contractId());
            if (!listed && !listing.unconfirmed().contains(open.contractId())) {
                news.add(open.contractId());
            } else if (!open.isDue(now)) {
                news.remove(open.contractId());
            }
        }
        return news;
    }

    /// @throws CompletionException later, when Kafka does not acknowledge the id
    private CompletableFuture<?> publish(long contractId, long region) {
        byte[] key = Long.toString(contractId).getBytes(StandardCharsets.UTF_8);
        return kafka.send(topic, key, new ContractIdMessage(contractId, region).write());
    }
}
