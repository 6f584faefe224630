package org.moodlegateway.localshop;

import java.util.Map;
import org.moodlegateway.catalogue.Product;

/** Says in a sentence what a product does. */
final class ItemMeaning {
    private final Product product;
    private final Map<String, String> parameters;

    private ItemMeaning(Product product) {
        this.product = product;
        this.parameters = product.parameters();
    }

    static String of(Product product) {
        ItemMeaning meaning = new ItemMeaning(product);
        return switch (product.handler()) {
            case "setupcoursesession" ->
                    "each of the quantity is a seat in " + meaning.enrolment() + meaning.support();
            case "enrolonecourse" ->
                    "the buyer gets into " + meaning.enrolment() + meaning.support();
            case "generateseats" ->
                    meaning.first("1", "packsize")
                            + " for each of the quantity: seats to give away later, in one of "
                            + meaning.first("?", "courselist")
                            + " as "
                            + meaning.first("student", "role")
                            + "; "
                            + meaning.end();
            default ->
                    "each of the quantity is "
                            + meaning.first("?", "extension", "timeshift")
                            + " days more for the seat that the line names";
        };
    }

    private String enrolment() {
        return first("?", "coursename", "courseidnumber")
                + " as "
                + first("student", "role")
                + "; "
                + end();
    }

    private String end() {
        String end = first("", "endtime", "enddate");
        if (!end.isEmpty()) {
            return end.startsWith("+")
                    ? "it ends " + end + " after its start"
                    : end.equals("endofcourse")
                            ? "it ends with the course"
                            : end.matches("[0-9]+")
                                    ? "it ends at Unix time " + end
                                    : "it ends on " + end;
        }
        if (parameters.containsKey("duration")) {
            return "it ends after " + parameters.get("duration") + " days of 24 hours";
        }
        return product.renewable() ? "it ends after 365 days" : "it has no end";
    }

    private String support() {
        return parameters.containsKey("customersupport")
                ? "; the buyer also gets into " + parameters.get("customersupport")
                : "";
    }

    private String first(String otherwise, String... names) {
        for (String name : names) {
            if (parameters.containsKey(name)) {
                return parameters.get(name);
            }
        }
        return otherwise;
    }
}
