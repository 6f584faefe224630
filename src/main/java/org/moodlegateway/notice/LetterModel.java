package org.moodlegateway.notice;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.moodlegateway.claim.ClaimAddresses.Address;
import org.moodlegateway.ledger.Correspondence.Holder;
import org.moodlegateway.ledger.SeatView;
import org.moodlegateway.order.Order;
import org.moodlegateway.orders.Difference;
import org.moodlegateway.orders.DifferenceView;
import org.moodlegateway.seat.SeatState;

/**
 * The variables of a template. Every one is always there, empty if nothing is known, so that a
 * template which passed {@code check} can be filled in. Control characters in values become spaces.
 */
final class LetterModel {
    /** Texts that every template may use. */
    private static final List<String> TEXTS =
            List.of(
                    "shop",
                    "order",
                    "transaction",
                    "purchased",
                    "buyer",
                    "line",
                    "product",
                    "total",
                    "delivered",
                    "unnamed",
                    "stuck",
                    "seat",
                    "person",
                    "login",
                    "course",
                    "courseUrl",
                    "start",
                    "end",
                    "offset",
                    "moodleUrl",
                    "passwordUrl",
                    "code",
                    "hint",
                    "subject",
                    "since",
                    "seats",
                    "count",
                    "renewals",
                    "people",
                    "detail",
                    "guard",
                    "actor",
                    "was",
                    "claimUrl",
                    "claimUntil");

    /** Conditions that every template may use. */
    private static final List<String> FLAGS =
            List.of(
                    "isFulfilled",
                    "isPartly",
                    "isFailed",
                    "isPending",
                    "isCancelled",
                    "isSiteRefused",
                    "isCourseRefused",
                    "isRoleRefused",
                    "isTakingRefused",
                    "isFunctionRefused",
                    "isSilentSource",
                    "isLateSeat",
                    "isPrepayLimit",
                    "isOlderOrdersDiffer",
                    "isDiffering",
                    "isCourseMoved",
                    "isAddressPassedOn");

    /** What a text for everybody never has: who, where he logs in, and the names of seats. */
    private static final List<String> PERSONAL =
            List.of("buyer", "seat", "person", "login", "seats", "transaction", "claimUrl");

    private final Map<String, Object> values = new LinkedHashMap<>();
    private final Dates dates;
    private final String moodleUrl;

    LetterModel(Dates dates, String moodleUrl) {
        this.dates = dates;
        this.moodleUrl = moodleUrl;
        TEXTS.forEach(name -> values.put(name, ""));
        FLAGS.forEach(name -> values.put(name, false));
        values.put("places", List.of());
        values.put("differences", List.of());
        put("moodleUrl", moodleUrl);
        put("passwordUrl", moodleUrl + "/login/forgot_password.php");
    }

    private void put(String name, String value) {
        values.put(name, plain(value));
    }

    private static String plain(String value) {
        return value.replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029]+", " ");
    }

    /** What the fact itself says. Of its end it knows best; the rest may be known better today. */
    LetterModel fact(Map<String, String> data) {
        data.forEach((name, value) -> put(name, dates.of(value)));
        String alert = data.getOrDefault("alert", "");
        if (!alert.isEmpty()) {
            flag(alert);
        }
        return this;
    }

    /**
     * {@code line-fulfilled} sets {@code isFulfilled}, {@code late-seat} sets {@code isLateSeat}.
     */
    private void flag(String word) {
        values.put(flagName(word), true);
    }

    private static String flagName(String word) {
        StringBuilder name = new StringBuilder("is");
        for (String part : word.split("-")) {
            name.append(part.substring(0, 1).toUpperCase(Locale.ROOT)).append(part.substring(1));
        }
        return name.toString();
    }

    LetterModel order(Order order) {
        put("shop", order.shop());
        put("order", order.id());
        put("transaction", order.transaction());
        order.purchasedAt().ifPresent(at -> put("purchased", dates.of(at)));
        String name = (order.buyer().firstName() + " " + order.buyer().lastName()).strip();
        put("buyer", name.isEmpty() ? order.buyer().email() : name);
        return this;
    }

    /** {@code usernames} are by account, for accounts that the gateway made. */
    LetterModel line(LineState line, String productName, Map<Long, String> usernames) {
        put("line", line.id());
        put("product", productName);
        put("total", String.valueOf(line.total()));
        put("delivered", String.valueOf(line.ready()));
        put("unnamed", String.valueOf(line.unnamed()));
        put("stuck", String.valueOf(line.stuck()));
        flag(line.told());
        List<Map<String, Object>> places = new ArrayList<>();
        line.seats().forEach(seat -> places.add(place(seat, usernames, line.orderDiffers())));
        values.put("places", places);
        values.put("isDiffering", line.orderDiffers());
        return differences(line.differences());
    }

    /** In what an order, or a line of it, and its seats differ. */
    LetterModel differences(List<DifferenceView> differences) {
        values.put("differences", differences.stream().map(LetterModel::difference).toList());
        return this;
    }

    private static Map<String, Object> difference(DifferenceView difference) {
        Map<String, Object> said = new LinkedHashMap<>();
        said.put("line", plain(difference.line()));
        said.put("code", difference.code());
        said.put("hint", plain(difference.hint()));
        said.put("seats", String.join(", ", difference.seats()));
        said.put("named", plain(String.join(", ", difference.named())));
        said.put("sits", plain(String.join(", ", difference.sits())));
        Difference.CODES.forEach(code -> said.put(flagOf(code), code.equals(difference.code())));
        return said;
    }

    /** {@code differs:renewed-fewer} is {@code isRenewedFewer}. */
    private static String flagOf(String code) {
        return flagName(code.substring(code.indexOf(':') + 1));
    }

    private Map<String, Object> place(
            SeatView seat, Map<Long, String> usernames, boolean orderDiffers) {
        Map<String, Object> place = new LinkedHashMap<>();
        place.put("seat", seat.reference());
        place.put("person", plain(name(seat)));
        place.put("email", plain(seat.email()));
        place.put("login", plain(login(seat, usernames)));
        place.put("course", plain(seat.course()));
        place.put("courseUrl", courseUrl(seat));
        place.put("role", plain(seat.role()));
        place.put("start", dates.of(seat.start()));
        place.put("end", dates.of(seat.end()));
        place.put("reason", plain(seat.reason()));
        place.put("hint", plain(seat.hint()));
        place.put("isDelivered", seat.ready());
        place.put("isUnnamed", seat.state() == SeatState.UNASSIGNED);
        place.put("isStuck", seat.stuck());
        boolean waiting = seat.state() == SeatState.WAITING && !seat.ready() && !seat.stuck();
        place.put("isWaiting", waiting && !orderDiffers);
        return place;
    }

    /** Empty for an account that was there before: its user name is not ours to know. */
    private static String login(SeatView seat, Map<Long, String> usernames) {
        return seat.accountId() == null ? "" : usernames.getOrDefault(seat.accountId(), "");
    }

    private static String name(SeatView seat) {
        String name = (seat.firstName() + " " + seat.lastName()).strip();
        return name.isEmpty() ? seat.email() : name;
    }

    private String courseUrl(SeatView seat) {
        return seat.courseId() == null ? "" : moodleUrl + "/course/view.php?id=" + seat.courseId();
    }

    LetterModel seat(SeatView seat, String productName) {
        put("seat", seat.reference());
        put("line", seat.line());
        put("product", productName);
        put("person", name(seat));
        put("course", seat.course());
        put("courseUrl", courseUrl(seat));
        put("start", dates.of(seat.start()));
        if (values.get("end").equals("")) {
            put("end", dates.of(seat.end()));
        }
        return this;
    }

    /** Where the buyer says who takes the free seats. */
    LetterModel claim(Address address) {
        values.put("claimUrl", address.url());
        put("claimUntil", dates.of(address.link().expires()));
        return this;
    }

    /** The seats of an order on which nobody sits yet. */
    LetterModel free(List<SeatView> seats) {
        values.put("places", seats.stream().map(seat -> place(seat, Map.of(), false)).toList());
        put("count", String.valueOf(seats.size()));
        return this;
    }

    LetterModel holder(Holder holder) {
        put("person", holder.name());
        put("login", holder.username());
        return this;
    }

    /** Without anything about people. */
    LetterModel forEverybody() {
        PERSONAL.forEach(name -> values.put(name, ""));
        values.put("places", List.of());
        values.put("differences", List.of());
        return this;
    }

    Map<String, Object> values() {
        return values;
    }
}
