package org.moodlegateway.localshop;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.moodlegateway.localshop.ImportedItem.Remark;

/**
 * Says of a catalogue item where its parameters mean something else here than local_shop's own code
 * made of them.
 *
 * <p>Source: {@code shop_compute_enrol_time}, and the handlers, of branch MOODLE_405_STABLE.
 */
final class ItemRemarks {
    private static final String SETUP = "setupcoursesession";
    private static final Set<String> ENROLLING = Set.of(SETUP, "enrolonecourse", "generateseats");
    private static final String EXTENDING = "extendenrolperiod";

    private final JsonNode item;
    private final String handler;
    private final ShopParameters parameters;
    private final Map<String, String> told;
    private final List<Remark> remarks = new ArrayList<>();

    private ItemRemarks(JsonNode item, String handler, ShopParameters parameters) {
        this.item = item;
        this.handler = handler;
        this.parameters = parameters;
        this.told = parameters.told();
    }

    /**
     * Looks at one item.
     *
     * @param handler the gateway's own name of it
     */
    static List<Remark> of(JsonNode item, String handler, ShopParameters parameters) {
        ItemRemarks all = new ItemRemarks(item, handler, parameters);
        all.writing();
        if (ENROLLING.contains(handler)) {
            all.end();
            all.course();
            all.seats();
            all.supervisor();
        } else {
            all.renewal();
        }
        all.answers();
        return all.remarks;
    }

    private boolean renewable() {
        return item.path("renewable").asInt(0) == 1;
    }

    private void add(String about, String here, String there) {
        remarks.add(new Remark(about, here, there));
    }

    private void writing() {
        parameters.dropped().stream()
                .sorted()
                .forEach(
                        name ->
                                add(
                                        name,
                                        "left out, " + handler + " doesn't know it",
                                        dropped(name)));
        parameters
                .cut()
                .forEach(name -> add(name, "what follows a second = is left out", "the same"));
        parameters
                .repeated()
                .forEach(name -> add(name, "stands more than once: the last counts", "the same"));
        told.forEach(
                (name, value) -> {
                    if (value.matches(".*(%[0-9A-Fa-f]{2}|\\+[^0-9]).*")) {
                        add(
                                name + "=" + value,
                                "taken letter by letter, nothing is decoded",
                                "the same");
                    }
                });
    }

    private static String dropped(String name) {
        return switch (name) {
            case "requiredroles" ->
                    "the roles for which the buyer could name people; their names come with the"
                            + " order all the same";
            case "courseid" -> "looked up as the number of a course";
            case "courseidnumber" -> "not looked at, since coursename or courseid was there";
            default -> "not read by this handler's own code, as far as is known";
        };
    }

    private void end() {
        String endTime = told.getOrDefault("endtime", told.getOrDefault("enddate", ""));
        String duration = told.getOrDefault("duration", "");
        if (endTime.startsWith("+")) {
            add(
                    "endtime=" + endTime,
                    "so long after the start",
                    "never worked: the pattern that reads it is broken, and there was no end");
        } else if (endTime.isEmpty() && !duration.isEmpty() && !renewable()) {
            add(
                    "duration=" + duration,
                    "ends after " + duration + " days of 24 hours",
                    "no end: a duration counted only for items that are renewable");
        } else if (!endTime.isEmpty() && !duration.isEmpty()) {
            add("duration=" + duration, "endtime counts", "the same");
        } else if (endTime.isEmpty() && duration.isEmpty() && renewable()) {
            add(
                    "renewable",
                    "ends after 365 days of the calendar, in gateway.time-zone",
                    "365 times 24 hours");
        }
        if (told.containsKey("enddate") || told.containsKey("startdate")) {
            add("startdate, enddate", "read as starttime and endtime", "not read");
        }
    }

    private void course() {
        boolean byId = item.path("handlerparams").asText("").matches("(?s)(.*&)?courseid=.*");
        if (byId && !parameters.dropped().contains("courseid")) {
            add(
                    "courseid",
                    "taken as coursename",
                    "looked up among the short names, not the numbers, when it was paid");
        }
        if (told.containsKey("courseidnumber")) {
            add(
                    "courseidnumber=" + told.get("courseidnumber"),
                    "finds the course by its idnumber",
                    "refused after payment: only coursename and courseid were looked at");
        }
        if (told.containsKey("groupname")) {
            add(
                    "groupname=" + told.get("groupname"),
                    "this group alone",
                    "besides it, a group customer_USERNAME for each buyer");
        }
        if (told.containsKey("customersupport")) {
            add(
                    "customersupport=" + told.get("customersupport"),
                    "the buyer is student there, from when the order was placed",
                    "student and customer, from when it was processed");
        }
    }

    private void seats() {
        int addressed = item.path("quantaddressesusers").asInt(0);
        if (handler.equals(SETUP) && addressed != 2) {
            add(
                    "quantaddressesusers=" + addressed,
                    "seats: true, which the handler needs; each of the quantity is a seat",
                    addressed == 1 ? "one seat, whatever the quantity" : "nobody could be named");
        } else if (handler.equals("enrolonecourse") && addressed == 2) {
            add(
                    "quantaddressesusers=2",
                    "one seat, the buyer's, whatever the quantity",
                    "the buyer was enrolled; the people who were named were not");
        }
    }

    private void supervisor() {
        if (handler.equals(SETUP) && !told.containsKey("supervisor")) {
            add(
                    "supervisor",
                    "not given, so the buyer is not in the course",
                    "teacher unless given");
        } else if (handler.equals(SETUP)) {
            add(
                    "supervisor=" + told.get("supervisor"),
                    "the buyer's role in the course, beside the seats",
                    "the same; also the role of people named as supervisors");
        }
    }

    private void renewal() {
        if (handler.equals(EXTENDING)) {
            add(
                    "extension="
                            + told.getOrDefault("extension", told.getOrDefault("timeshift", "")),
                    "days for the seat that is named, from its end, or from the purchase when it"
                            + " is over",
                    "days for whoever was logged in, from the end of his enrolment, or from when"
                            + " it was processed");
        } else {
            add(
                    "timeshift="
                            + told.getOrDefault("timeshift", told.getOrDefault("extension", "")),
                    "days for the seat that is named, from its end, or from the purchase when it"
                            + " is over",
                    "days from the product's end, even one long past; once, whatever the quantity");
        }
        if (!item.path("requireddata").asText("").contains("productcode")) {
            add(
                    "requireddata",
                    "a line that names no productcode is refused",
                    "nothing asks the buyer for productcode, which names what is renewed");
        }
    }

    private void answers() {
        String asked = item.path("requireddata").asText("").strip();
        if (!asked.isEmpty()) {
            add(
                    "requireddata",
                    "of the buyer's answers only productcode is read",
                    "asked: " + shortened(asked));
        }
        String status = item.path("status").asText("");
        if (!status.isEmpty() && !status.equals("AVAILABLE")) {
            add(
                    "status=" + status,
                    "sold as far as the shop sells it; old bills still name it",
                    "not on sale");
        }
    }

    private static String shortened(String text) {
        String line = text.replaceAll("\\s+", " ");
        return line.length() > 200 ? line.substring(0, 200) + "…" : line;
    }
}
