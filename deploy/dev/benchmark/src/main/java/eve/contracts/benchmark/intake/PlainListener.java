package eve.contracts.benchmark.intake;

import eve.contracts.aggregator.ContractAggregation;
import eve.contracts.aggregator.StorePermit;
import eve.contracts.model.ContractIdMessage;
import eve.contracts.model.UnreadableMessageException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.EnableKafka;
import org.springframework.kafka.annotation.KafkaListener;

/// The simple solution: one record at a time per thread, as many threads as partitions.
@EnableKafka
final class PlainListener {

    private final ContractAggregation aggregation;

    PlainListener(ContractAggregation aggregation) {
        this.aggregation = aggregation;
    }

    @KafkaListener(topics = "#{@topics.contractIds()}", groupId = "plain", concurrency = WorkerSettings.PARTITIONS + "")
    void onId(ConsumerRecord<byte[], byte[]> record) throws UnreadableMessageException {
        aggregation.aggregate(ContractIdMessage.read(record.value()), false, null, StorePermit.ALWAYS);
    }
}
