package org.moodlegateway.lives;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the shop says of an order at one time.
 *
 * @param order {@code A}, or {@code B} for one that renews it
 * @param minute of its stamp; two events may share one
 * @param paidDay days after the usual date of payment
 * @param buyer such as {@code b1}
 * @param lines null where the event leaves them out
 */
record Said(String order, int minute, Says status, int paidDay, String buyer, List<Line> lines) {
    private static final Instant PLACED = Instant.parse("2026-01-14T08:00:00Z");
    private static final Instant PAID = Instant.parse("2026-01-15T09:30:00Z");
    private static final long DAY = 86_400;

    /** The status, in the sequence that decides between equal stamps. */
    enum Says {
        PLACED(0),
        PAID(1),
        REFUNDED(2),
        CANCELLED(2);

        private final int rank;

        Says(int rank) {
            this.rank = rank;
        }

        boolean alive() {
            return rank < 2;
        }
    }

    /** Somebody on a line; an empty role is the product's. */
    record Named(String person, String role) {
        @Override
        public String toString() {
            return role.isEmpty() ? person : person + " as " + role;
        }
    }

    /**
     * A line.
     *
     * @param refunded null where the event doesn't say
     * @param people null where the event doesn't say, empty if it names nobody
     * @param renews an order that this line renews, empty for a first purchase
     */
    record Line(
            String id,
            Ware ware,
            int quantity,
            Integer refunded,
            List<Named> people,
            String renews) {
        @Override
        public String toString() {
            return "%s=%dx%s%s%s%s"
                    .formatted(
                            id,
                            quantity,
                            ware,
                            refunded == null ? "" : refunded == 0 ? "" : " -" + refunded,
                            people == null ? "" : people,
                            renews.isEmpty() ? "" : " renews " + renews);
        }
    }

    /** Whether it stands behind the other one, whichever came first. */
    boolean newerThan(Said other) {
        return compare(this, other) > 0;
    }

    static int compare(Said one, Said other) {
        return one.minute == other.minute
                ? Integer.compare(one.status.rank, other.status.rank)
                : Integer.compare(one.minute, other.minute);
    }

    static long placedSeconds() {
        return PLACED.getEpochSecond();
    }

    long paidSeconds() {
        return PAID.getEpochSecond() + paidDay * DAY;
    }

    /** As a shop sends it, for one life. */
    byte[] json(Salt salt) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("shop", "web");
        json.put("id", salt.order(order));
        json.put("transaction", "TX-" + salt.order(order));
        json.put("status", status.name().toLowerCase(java.util.Locale.ROOT));
        json.put("updatedAt", PAID.plusSeconds(3600 + 60L * minute).toString());
        json.put("placedAt", PLACED.toString());
        if (status != Says.PLACED) {
            json.put("paidAt", Instant.ofEpochSecond(paidSeconds()).toString());
        }
        json.putObject("buyer")
                .put("email", salt.email(buyer))
                .put("firstName", "Buyer")
                .put("lastName", buyer);
        if (lines != null) {
            ArrayNode all = json.putArray("lines");
            lines.forEach(line -> write(all.addObject(), line, salt));
        }
        return json.toString().getBytes(UTF_8);
    }

    private static void write(ObjectNode json, Line line, Salt salt) {
        json.put("id", line.id);
        json.put("product", line.ware.code(salt.shelf()));
        json.put("quantity", line.quantity);
        if (line.refunded != null) {
            json.put("refunded", line.refunded);
        }
        if (!line.renews.isEmpty()) {
            json.putObject("renews").put("order", salt.order(line.renews));
        }
        if (line.people != null) {
            ArrayNode people = json.putArray("participants");
            for (Named named : line.people) {
                ObjectNode one = people.addObject();
                one.put("email", salt.email(named.person));
                one.put("firstName", "First");
                one.put("lastName", named.person);
                if (!named.role.isEmpty()) {
                    one.put("role", named.role);
                }
            }
        }
    }

    @Override
    public String toString() {
        return "%s at %d %s%s by %s: %s"
                .formatted(
                        order,
                        minute,
                        status,
                        paidDay == 0 ? "" : " (day " + paidDay + ")",
                        buyer,
                        lines == null
                                ? "no lines"
                                : lines.stream()
                                        .map(Line::toString)
                                        .collect(Collectors.joining(", ", "[", "]")));
    }
}
