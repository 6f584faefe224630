package org.moodlegateway.intake;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.moodlegateway.ledger.Receipt;
import org.moodlegateway.order.Problem;

/**
 * What became of a file, order by order: the JSON that is put beside it. It says that orders are
 * stored; once they are planned, {@link OpenReports} says what each came to.
 */
final class FileReport {
    private final ObjectNode json = JsonNodeFactory.instance.objectNode();
    private final ArrayNode orders = JsonNodeFactory.instance.arrayNode();
    private final Map<String, Integer> counts = new TreeMap<>();
    private boolean failed;
    private boolean complete = true;

    FileReport(String file, String shop, Instant readAt) {
        json.put("file", file);
        json.put("shop", shop);
        json.put("readAt", readAt.toString());
    }

    void kept(FileOrder order, String id, Receipt receipt) {
        ObjectNode entry = entry(order.place(), id, Answers.word(receipt.kind()));
        entry.put("inbox", receipt.id());
        complete = false;
    }

    void rejected(FileOrder order, List<Problem> problems) {
        ObjectNode entry = entry(order.place(), order.order(), "rejected");
        Problem first = problems.get(0);
        entry.put("code", first.code());
        entry.put("pointer", first.pointer());
        entry.put("message", first.message());
        if (problems.size() > 1) {
            entry.set("problems", ProblemJson.list(problems));
        }
    }

    private ObjectNode entry(String place, String id, String status) {
        counts.merge(status, 1, Integer::sum);
        return orders.addObject().put("order", id).put("place", place).put("status", status);
    }

    /** The file as a whole is not taken. */
    void failed(Problem problem) {
        failed = true;
        json.set("problem", ProblemJson.list(List.of(problem)).get(0));
    }

    boolean isFailed() {
        return failed;
    }

    /** Whether nothing in it is still to be planned. */
    boolean isComplete() {
        return complete;
    }

    /** How many orders there were of each status. */
    Map<String, Integer> counts() {
        return counts;
    }

    String text() {
        json.put("complete", complete);
        ObjectNode counted = json.putObject("counts");
        counts.forEach(counted::put);
        json.set("orders", orders);
        return json.toPrettyString() + "\n";
    }
}
