package org.moodlegateway.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.moodlegateway.order.OrderJson;
import org.moodlegateway.order.OrderRejectedException;

/** Finds the orders in a JSON file: one, a list of them, or one in each line. */
final class JsonFile {
    private final OrderJson wholeFile;

    /** {@code wholeFile} reads as much as a file may hold. */
    JsonFile(OrderJson wholeFile) {
        this.wholeFile = wholeFile;
    }

    /**
     * The orders, of which any may turn out to be none.
     *
     * @throws OrderRejectedException if the file is a list that can't be read
     */
    List<FileOrder> orders(byte[] file) {
        String text = new String(file, UTF_8).replaceFirst("^\uFEFF", "");
        List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
        boolean eachLineIsOne =
                lines.size() > 1 && lines.stream().allMatch(JsonFile::looksLikeAnObject);
        if (eachLineIsOne) {
            return ofLines(text);
        }
        return text.stripLeading().startsWith("[")
                ? ofList(wholeFile.parse(file))
                : List.of(FileOrder.of("", "the file", "", file));
    }

    private static boolean looksLikeAnObject(String line) {
        String stripped = line.strip();
        return stripped.startsWith("{") && stripped.endsWith("}");
    }

    private static List<FileOrder> ofLines(String text) {
        List<FileOrder> orders = new ArrayList<>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                byte[] body = lines.get(i).getBytes(UTF_8);
                orders.add(FileOrder.of("", "line " + (i + 1), "", body));
            }
        }
        return orders;
    }

    private static List<FileOrder> ofList(JsonNode list) {
        List<FileOrder> orders = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            byte[] body = list.get(i).toString().getBytes(UTF_8);
            orders.add(FileOrder.of("", "element " + (i + 1), "", body));
        }
        return orders;
    }
}
