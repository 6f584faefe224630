package org.moodlegateway.intake;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeException;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.kafka.consumer.KafkaManualCommit;
import org.moodlegateway.ledger.Arrival;
import org.moodlegateway.ledger.CrashPoint;
import org.moodlegateway.ledger.Inbox;
import org.moodlegateway.ledger.Receipt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes records of Kafka topics: first they are committed in the inbox, whatever they are, then
 * Kafka is told. Dying in between does no harm: they come again, and are known.
 */
public final class TopicRecords {
    private static final Logger LOG = LoggerFactory.getLogger(TopicRecords.class);

    private final TopicCheck check;
    private final Keeper keeper;
    private final AnswerWatch watch;

    public TopicRecords(Shops shops, OrderCheck check, Keeper keeper, AnswerWatch watch) {
        this.check = new TopicCheck(shops, check);
        this.keeper = keeper;
        this.watch = watch;
    }

    /**
     * Takes records, in one commit.
     *
     * @throws CannotStoreException if the ledger is away: Kafka is told nothing
     * @throws IllegalStateException if no shop names the topic any more, which was just edited: the
     *     same
     */
    public void take(@Body List<Exchange> records) {
        List<TopicRecord> read =
                records.stream().map(one -> TopicRecord.of(one.getMessage())).toList();
        if (!read.stream().allMatch(one -> check.isNamed(one.topic()))) {
            throw new IllegalStateException("no shop names this topic any more");
        }
        List<Arrival> arrivals = read.stream().map(check::arrival).toList();
        List<Receipt> receipts = keeper.receipts(arrivals);
        for (int i = 0; i < arrivals.size(); i++) {
            tell(arrivals.get(i), receipts.get(i));
        }
        CrashPoint.at("records-kept-before-offset");
        lastOfEachPartition(records).forEach(KafkaManualCommit::commit);
    }

    private void tell(Arrival arrival, Receipt receipt) {
        boolean refused = arrival.refusal() != null;
        String outcome = refused ? arrival.refusal().code() : Answers.word(receipt.kind());
        String shop = arrival.shop().equals(Inbox.NO_SHOP) ? "" : arrival.shop();
        watch.answered(shop, arrival.source(), outcome);
        if (refused) {
            LOG.warn(
                    "Record rejected, kept shop={} inbox={} from={} code={} pointer={}",
                    arrival.shop(),
                    receipt.id(),
                    arrival.sender(),
                    arrival.refusal().code(),
                    arrival.refusal().pointer());
        }
    }

    private static Stream<KafkaManualCommit> lastOfEachPartition(List<Exchange> records) {
        Map<String, KafkaManualCommit> last = new LinkedHashMap<>();
        for (Exchange one : records) {
            var message = one.getMessage();
            last.put(
                    message.getHeader(KafkaConstants.TOPIC)
                            + "/"
                            + message.getHeader(KafkaConstants.PARTITION),
                    message.getHeader(KafkaConstants.MANUAL_COMMIT, KafkaManualCommit.class));
        }
        return last.values().stream();
    }

    /** Says that records stay in their topic until they can be kept. */
    public void leave(@ExchangeException Exception failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        LOG.error("Records stay in their topic, to be taken again cause={}", cause.toString());
    }
}
