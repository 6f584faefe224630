package org.moodlegateway.shop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moodlegateway.catalogue.FileProblem;
import org.moodlegateway.order.Problem;

/**
 * Finds kinds that take a message which leaves out its lines for an order that has none any more:
 * everybody in it would lose access. Each list of each sample is taken out in turn, which must not
 * leave an order with an empty list of lines.
 *
 * <p>Shops do leave them out: a webhook may be limited to some fields, and so may what is polled.
 */
public final class SilenceCheck {
    private static final List<String> SAID_BY_SHOP = List.of("message", "parts");

    private final Path folder;
    private final Map<String, FileProblem> problems = new LinkedHashMap<>();

    private SilenceCheck(Path folder) {
        this.folder = folder;
    }

    /**
     * What may be wrong, once for each list of a kind.
     *
     * @param folder of the kinds, with their samples in {@code samples}
     */
    public static List<FileProblem> problems(Path folder, Kinds kinds) {
        SilenceCheck check = new SilenceCheck(folder);
        for (Path file : SampleCheck.samples(folder.resolve("samples"))) {
            Optional<JsonNode> sample = SampleCheck.object(file);
            SampleCheck.kind(kinds, file)
                    .filter(kind -> sample.isPresent())
                    .ifPresent(kind -> check.look(kind, file, sample.get()));
        }
        return List.copyOf(check.problems.values());
    }

    private void look(Kind kind, Path file, JsonNode sample) {
        if (lines(SampleCheck.translate(kind, sample)) <= 0) {
            return;
        }
        for (String list : lists(sample)) {
            JsonNode silent = without(sample, list);
            if (lines(SampleCheck.translate(kind, silent)) == 0) {
                note(kind, list, file);
            }
        }
    }

    /** How many lines the order has; -1 if it says nothing of them, or if it is no order. */
    private static int lines(Translation translation) {
        return translation instanceof Translation.Canonical order
                        && order.order().path("lines").isArray()
                ? order.order().path("lines").size()
                : -1;
    }

    /** The pointers of all lists in what the shop said. */
    private static List<String> lists(JsonNode sample) {
        List<String> lists = new ArrayList<>();
        SAID_BY_SHOP.forEach(part -> find(sample.path(part), "/" + part, lists));
        return lists;
    }

    private static void find(JsonNode node, String pointer, List<String> lists) {
        if (node.isArray()) {
            lists.add(pointer);
        }
        node.properties()
                .forEach(
                        field ->
                                find(
                                        field.getValue(),
                                        pointer + "/" + escaped(field.getKey()),
                                        lists));
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    private static JsonNode without(JsonNode sample, String pointer) {
        int last = pointer.lastIndexOf('/');
        JsonNode copy = sample.deepCopy();
        String name = pointer.substring(last + 1).replace("~1", "/").replace("~0", "~");
        ((ObjectNode) copy.at(pointer.substring(0, last))).remove(name);
        return copy;
    }

    private void note(Kind kind, String list, Path sample) {
        String said = list.substring(list.indexOf('/', 1));
        String sentence =
                "takes a message without "
                        + said
                        + " for an order that has no lines any more, so that everybody in it loses"
                        + " access (tried on "
                        + sample.getFileName()
                        + "): leave out \"lines\", or refuse it as lines-missing, where the message"
                        + " leaves them out";
        problems.putIfAbsent(
                kind.name() + list,
                new FileProblem(
                        folder.resolve(kind.name() + ".jq").toString(),
                        1,
                        new Problem("lines-dropped", "", sentence)));
    }
}
