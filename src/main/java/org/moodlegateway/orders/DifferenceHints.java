package org.moodlegateway.orders;

import java.util.Map;

/** What to do about a difference, in a sentence that names nobody. */
final class DifferenceHints {
    private static final Map<String, String> SENTENCES =
            Map.ofEntries(
                    Map.entry(
                            Difference.PERSON,
                            "the order names other people than sit here, and nobody was moved."
                                    + " Whom it names gets the seat by: seats assign %1$s --email"
                                    + " ADDRESS --force. Or correct the order in the shop"),
                    Map.entry(
                            Difference.BUYER,
                            "the order has another buyer than sits here, and nobody was moved. The"
                                    + " new buyer gets the seat by: seats assign %1$s --email"
                                    + " ADDRESS --force. Or correct the order in the shop"),
                    Map.entry(
                            Difference.ROLE,
                            "the order gives another role than the seat has. It gets that by: seats"
                                    + " assign %1$s --email ADDRESS --role ROLE. Or correct the"
                                    + " order in the shop"),
                    Map.entry(
                            Difference.SUPERVISOR,
                            "the order has another buyer than the one who supervises its people."
                                    + " Change that in Moodle, or correct the order in the shop"),
                    Map.entry(
                            Difference.SUPPORT,
                            "the order has another buyer than the one who has its support course."
                                    + " Change that in Moodle, or correct the order in the shop"),
                    Map.entry(
                            Difference.COURSE,
                            "the line names another course than its seats were sold in, and they"
                                    + " stay there. Cancel the line in the shop and sell it anew,"
                                    + " or set its parameters back"),
                    Map.entry(
                            Difference.GROUP,
                            "the order leads to another group than its people are in. Move them in"
                                    + " Moodle, or correct the order in the shop"),
                    Map.entry(
                            Difference.PERIOD,
                            "the line's own parameters give other dates than its seats were sold"
                                    + " with, and they keep theirs. Cancel the line in the shop and"
                                    + " sell it anew, or set its parameters back"),
                    Map.entry(
                            Difference.PRODUCT,
                            "the line names another product than its seats were sold as. Have it"
                                    + " followed by: replay %2$s. Or correct the order in the shop"),
                    Map.entry(
                            Difference.QUANTITY,
                            "the order pays for another number of seats than there are. Have it"
                                    + " followed by: replay %2$s. Or correct the order in the shop"),
                    Map.entry(
                            Difference.LINE,
                            "the line can't be delivered as the order says it now, and what it gave"
                                    + " before stays. Correct it in the shop, or mend the"
                                    + " catalogue: it is planned again by itself then"),
                    Map.entry(
                            Difference.RENEWAL,
                            "the line renews something else than was renewed, or for another time. Have it followed by:"
                                    + " replay %2$s. Or correct the order in the shop"),
                    Map.entry(
                            Difference.RENEWED_FEWER,
                            "the renewal pays for fewer seats than there are; the others end when"
                                    + " they would have. Renew them by another order, or leave it"
                                    + " so and correct the quantity in the shop"),
                    Map.entry(
                            Difference.REPLACES,
                            "no live seat of what this replaces was bought before, or nothing new is"
                                    + " sold, so that no seat ended. It goes on by itself when there"
                                    + " is one; else correct in the shop what it replaces"),
                    Map.entry(
                            Difference.REPLACES_BUYER,
                            "what this replaces was bought by somebody else, and their seats go on."
                                    + " If it is one person: people same OLD NEW, then replay %2$s."
                                    + " Else correct in the shop what it replaces"),
                    Map.entry(
                            Difference.REPLACES_FEWER,
                            "the buyer has more seats of the replaced product than are new: only"
                                    + " those of people with a new seat ended. Name the new people,"
                                    + " or replace each seat by its reference"));

    private DifferenceHints() {}

    static String of(Difference difference, String shop, String order) {
        String seat = difference.seats().isEmpty() ? "REFERENCE" : difference.seats().get(0);
        return SENTENCES
                .getOrDefault(difference.code(), "orders %2$s shows how they differ")
                .formatted(seat, shop + "/" + order);
    }
}
