package org.moodlegateway.seat;

import java.util.Map;
import java.util.Set;

/**
 * What a person can do about each reason for which a seat, or a line that renews seats, is not as
 * it was bought; one or two sentences a reason. A reason with a code after a colon has one hint for
 * all codes, unless the code brings its own.
 */
public final class SeatHints {
    private static final Map<String, String> HINTS =
            Map.ofEntries(
                    Map.entry(
                            "nobody-named",
                            "Nobody is named yet: the buyer names somebody by the order's claim link (seats link), or seats assign does."),
                    Map.entry(
                            "same-person-twice",
                            "This person sits on the line already: name somebody else by the order's claim link, or by seats assign."),
                    Map.entry(
                            "email-unusable",
                            "Moodle takes no such e-mail address: correct it in the shop, or put the person on the seat with the right one by"
                                    + " seats assign."),
                    Map.entry(
                            "email-missing",
                            "The order names somebody without an e-mail: the buyer tells it by the order's claim link, or seats assign does."),
                    Map.entry(
                            "name-too-long",
                            "Moodle takes names of up to 100 characters: shorten it in the shop, or by seats assign."),
                    Map.entry(
                            "name-has-tags",
                            "Moodle takes no name with an HTML tag: correct it in the shop, or by seats assign."),
                    Map.entry(
                            "role-unknown",
                            "The order names a role that moodle.roles doesn't have: correct it in the shop, add it there, or give another by"
                                    + " seats assign."),
                    Map.entry(
                            "product-unknown",
                            "config/products.yaml has no such code: add the product there, or name it under products of the shop in"
                                    + " config/shops.yaml, where ignore lets it pass. It goes on by itself then."),
                    Map.entry(
                            "course-unknown",
                            "Moodle has no such course, or hides it from the caller: make it, or correct config/products.yaml. It goes on"
                                    + " when it appears."),
                    Map.entry(
                            "course-without-end",
                            "The product ends with its course, and Moodle knew no end of the course when it was first used: the seat has none."),
                    Map.entry(
                            "parked",
                            "Moodle refuses this for good. Look the code up, mend it in Moodle, then replay the order."),
                    Map.entry(
                            "held",
                            "Moodle shows something else than the gateway made, by somebody's hand. reconcile says what; --repair sets what"
                                    + " was paid, or leave it."),
                    Map.entry(
                            "site-paused",
                            "Moodle refuses everything now. doctor says why; it goes on by itself."),
                    Map.entry(
                            "course-paused",
                            "Moodle refuses everybody in this course now. doctor says why; it goes on by itself."),
                    Map.entry(
                            "role-paused",
                            "Moodle refuses this role in this course now. doctor says why; it goes on by itself."),
                    Map.entry(
                            "function-paused",
                            "Moodle refuses a function that this needs. doctor says which; it goes on by itself."),
                    Map.entry(
                            "outcome-unknown",
                            "A call gave no answer. It is sent again by itself once Moodle can no longer be working on it."),
                    Map.entry("retry", "Nothing to do: it is tried again by itself."),
                    Map.entry(
                            "starts-later",
                            "Nothing to do: another period of this person is shown until this one begins."),
                    Map.entry(
                            "over-before-start",
                            "Its subscription ended before its period began. Nothing to do, unless the shop is wrong."),
                    Map.entry(
                            "ends-before-course",
                            "Its period would be over before the course opens, or the course is over: correct the dates of the product or of the"
                                    + " course."),
                    Map.entry(
                            "prepay-limit",
                            "More unpaid orders than prepay.most-per-hour allows accounts for. It goes on when there is room, or once it is paid."),
                    Map.entry("queued", "Nothing to do: it is on its way."),
                    Map.entry("sending", "Nothing to do: it is on its way."),
                    Map.entry(
                            "kept",
                            "It is cancelled, and its product leaves access as it was (on-cancel: keep)."),
                    Map.entry(
                            "replaced",
                            "Another order or subscription replaces it, as orders SHOP/ID of that one says, and it ended when the new seats"
                                    + " started. Is that wrong, correct what that one replaces in the shop: it goes on then."),
                    Map.entry(
                            "replaced-kept",
                            "Another order or subscription replaces it, and its product leaves access as it was (on-cancel: keep)."),
                    Map.entry("erased", "The person on it was erased. Nothing to do."),
                    Map.entry(
                            "seat-unknown",
                            "There is no seat yet for what this line renews. It goes on when there is; if there never will be, correct what the"
                                    + " line renews in the shop."),
                    Map.entry(
                            "seat-cancelled",
                            "What this line renews was cancelled or refunded: sell a new seat instead, or give the money back."),
                    Map.entry(
                            "seat-replaced",
                            "What this line renews ended since another order or subscription replaces it: renew that one instead, or give the money"
                                    + " back."),
                    Map.entry(
                            "course-differs",
                            "What this line renews is in another course than its product: correct the line's product, or what it renews."));

    private SeatHints() {}

    /** Empty only for a word that is no reason. */
    public static String of(String reason) {
        int colon = reason.indexOf(':');
        return HINTS.getOrDefault(colon < 0 ? reason : reason.substring(0, colon), "");
    }

    /** The same for a product that nobody knows, when it is known which code comes nearest. */
    public static String ofUnknown(String product, String nearest) {
        return "config/products.yaml has no code "
                + product
                + (nearest.isEmpty() ? "" : "; the nearest is " + nearest)
                + ". Add the product there, or name it under products of the shop in config/shops.yaml: "
                + product
                + ": CODE, or ignore. It goes on by itself then.";
    }

    /** Every reason that has a hint, without what stands after a colon. */
    static Set<String> reasons() {
        return HINTS.keySet();
    }
}
