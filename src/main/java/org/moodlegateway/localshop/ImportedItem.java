package org.moodlegateway.localshop;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.moodlegateway.catalogue.Product;

/**
 * What becomes of a catalogue item.
 *
 * @param title what people call it
 * @param taken the product, null if it is none
 * @param leftOut why it is no product, empty if it is one
 * @param sellsNothing whether it never did anything in Moodle, so that its lines can be ignored
 */
public record ImportedItem(
        long id,
        long catalog,
        String code,
        String title,
        Product taken,
        String leftOut,
        boolean sellsNothing,
        List<Remark> remarks) {

    /**
     * A difference, or what could be taken for one.
     *
     * @param about such as {@code duration=180}
     * @param here what it means now
     * @param there what local_shop's own code did with it
     */
    public record Remark(String about, String here, String there) {}

    public ImportedItem {
        remarks = List.copyOf(remarks);
    }

    public Optional<Product> product() {
        return Optional.ofNullable(taken);
    }

    /** Whether somebody has to look at it: it enrolled people there and doesn't here. */
    public boolean isMissed() {
        return taken == null && !sellsNothing;
    }

    /** All of it. */
    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("item", id).put("catalogue", catalog).put("code", code).put("name", title);
        json.put("taken", taken != null);
        json.put("why", leftOut.isEmpty() ? null : leftOut);
        json.put("here", taken == null ? null : ItemMeaning.of(taken));
        ArrayNode list = json.putArray("remarks");
        remarks.forEach(
                remark ->
                        list.addObject()
                                .put("about", remark.about())
                                .put("here", remark.here())
                                .put("there", remark.there()));
        return json;
    }
}
