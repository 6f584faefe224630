package org.moodlegateway.intake;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.moodlegateway.order.Problem;

/**
 * Every answer that is no: {@code application/problem+json}.
 *
 * <p>Source: RFC 9457. Beside its members stand {@code code}, {@code pointer}, an {@code id} to
 * find the answer in the log, and {@code problems} with all that is wrong.
 */
public final class ProblemJson {
    public static final String TYPE = "application/problem+json";

    private static final String URN = "urn:moodle-gateway:problem:";
    private static final Map<Integer, String> TITLES =
            Map.ofEntries(
                    Map.entry(400, "The request can't be read"),
                    Map.entry(401, "Not let in"),
                    Map.entry(404, "Not found"),
                    Map.entry(405, "Method not allowed"),
                    Map.entry(408, "Too slow"),
                    Map.entry(409, "Not as things stand"),
                    Map.entry(413, "Too large"),
                    Map.entry(415, "Not a type that is taken"),
                    Map.entry(422, "Not acceptable as it is"),
                    Map.entry(500, "The gateway failed"),
                    Map.entry(503, "Can't be stored now, try again"));

    private ProblemJson() {}

    /**
     * Writes it.
     *
     * @param problems at least one; the first stands at the top
     * @param id empty for an answer that must always be the same
     */
    public static String write(int status, List<Problem> problems, String id) {
        Problem first = problems.get(0);
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("type", URN + first.code());
        json.put("title", TITLES.getOrDefault(status, "No"));
        json.put("status", status);
        json.put("code", first.code());
        json.put("pointer", first.pointer());
        json.put("detail", first.message());
        if (!id.isEmpty()) {
            json.put("id", id);
        }
        if (!first.pointer().isEmpty() || problems.size() > 1) {
            json.set("problems", list(problems));
        }
        return json.toString();
    }

    /** All of them, each with code, pointer and message. */
    static ArrayNode list(List<Problem> problems) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        problems.forEach(
                problem ->
                        list.addObject()
                                .put("code", problem.code())
                                .put("pointer", problem.pointer())
                                .put("message", problem.message()));
        return list;
    }
}
