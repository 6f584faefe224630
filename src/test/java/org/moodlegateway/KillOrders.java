package org.moodlegateway;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.moodlegateway.catalogue.Ending;
import org.moodlegateway.order.OrderStatus;

/**
 * What a shop sells through a gateway that is killed, and what it takes back; and what Moodle must
 * show of that which was taken from the shop so far.
 */
final class KillOrders {
    static final int SEATS_EACH = 4;

    /** Beside the shipped ones, all of which suspend. */
    static final String MORE_PRODUCTS =
            """

              - code: MATH-LAB
                handler: setupcoursesession
                parameters: coursename=MATH&duration=200
                seats: true
                on-cancel: unenrol
              - code: SCI-KEPT
                handler: setupcoursesession
                parameters: coursename=SCI&duration=100
                seats: true
                on-cancel: keep
            """;

    private static final int ORDERS = 125;
    private static final Instant TODAY = Instant.now().truncatedTo(ChronoUnit.DAYS);

    /** So long ago that it is due, and a quarter of a year from the next time. */
    private static final Instant YEARS_AGO =
            TODAY.atZone(ZoneOffset.UTC).minusYears(6).plusDays(100).toInstant();

    private static final Goods CLUB = new Goods("LANG-CLUB", "student", Ending.SUSPEND);
    private static final Goods CLASS = new Goods("MATH-CLASS", "student", Ending.SUSPEND);
    private static final Goods TEACH = new Goods("LANG-TEACH", "teacher", Ending.SUSPEND);
    private static final Goods[] GOODS = {
        new Goods("SCI-YEAR", "student", Ending.SUSPEND),
        new Goods("MATH-WEEK", "student", Ending.SUSPEND),
        CLASS,
        CLUB,
        new Goods("MATH-LAB", "student", Ending.UNENROL),
        new Goods("SCI-KEPT", "student", Ending.KEEP)
    };

    /** Orders of clubs after which the same people are made teachers. */
    private static final Set<Integer> TAUGHT = Set.of(3, 21, 27);

    /** Fewer people lose access than the guard asks about. */
    private static final List<Change> CHANGES =
            List.of(
                    new Change("K-0", How.CANCELLED, 0, Takes.ACCESS, "K-0"),
                    new Change("K-1", How.PARTLY_REFUNDED, 3, Takes.ACCESS, "K-1"),
                    new Change("K-2", How.REFUNDED, 0, Takes.ACCESS, "K-20"),
                    new Change("K-15", How.FEWER, 3, Takes.ACCESS, "K-15"),
                    new Change("K-5", How.CANCELLED, 0, Takes.NOTHING, "K-5"),
                    new Change("K-18", How.CANCELLED, 0, Takes.NOTHING, "K-19"),
                    new Change("K-24", How.REFUNDED, 0, Takes.NOTHING, "K-24"),
                    new Change("K-29", How.CANCELLED, 0, Takes.NOTHING, "K-29"),
                    new Change("T-3", How.CANCELLED, 0, Takes.ROLE, "K-4"),
                    new Change("T-21", How.REFUNDED, 0, Takes.ROLE, "T-21"),
                    new Change("T-27", How.CANCELLED, 0, Takes.ROLE, "T-27"),
                    new Change("K-10", How.CANCELLED, 0, Takes.ENROLMENT, "K-10"),
                    new Change("K-16", How.PARTLY_REFUNDED, 3, Takes.ENROLMENT, "K-16"),
                    new Change("K-22", How.FEWER, 2, Takes.ENROLMENT, "K-22"));

    /** What a change makes the gateway take in Moodle. */
    enum Takes {
        NOTHING,
        ACCESS,
        ROLE,
        ENROLMENT
    }

    private enum How {
        CANCELLED,
        REFUNDED,
        PARTLY_REFUNDED,
        FEWER
    }

    private record Goods(String code, String role, Ending onCancel) {
        String course() {
            return code.substring(0, code.indexOf('-'));
        }
    }

    /** The shop's order of people {@code pN-0} to {@code pN-3}. */
    private record Sale(String order, Goods goods, int people, Instant paidAt) {}

    /**
     * What the shop says later of an order.
     *
     * @param left so many of its seats
     * @param after the order that must have been taken before
     */
    private record Change(String order, How how, int left, Takes takes, String after) {
        String event() {
            return "evt-change-" + order;
        }
    }

    /** An event to deliver. */
    record Message(String event, byte[] body) {
        static Message of(String event, Orders order) {
            return new Message(event, order.json());
        }
    }

    private record Seat(String key, String role, long start, long end, boolean live, Ending ends) {
        boolean grants() {
            return live || ends == Ending.KEEP;
        }
    }

    private final Map<String, Sale> sales = new LinkedHashMap<>();
    private final Set<String> taken = ConcurrentHashMap.newKeySet();

    KillOrders() {
        for (int i = 0; i < ORDERS; i++) {
            // every fifth order is for the people of the order before: their seats fold
            int people = i % 5 == 4 ? i - 1 : i;
            Goods goods = GOODS[people % GOODS.length];
            Instant paid =
                    goods.equals(CLUB)
                            ? YEARS_AGO.plusSeconds(3600L * i)
                            : TODAY.plusSeconds(60L * i);
            sell(new Sale("K-" + i, goods, people, paid));
            if (TAUGHT.contains(i)) {
                sell(new Sale("T-" + i, TEACH, i, TODAY.plusSeconds(60L * i)));
            }
        }
    }

    private void sell(Sale sale) {
        sales.put(sale.order, sale);
    }

    int seats() {
        return sales.size() * SEATS_EACH;
    }

    int messages() {
        return sales.size() + CHANGES.size();
    }

    /** The gateway said that it has it. */
    void taken(Message message) {
        taken.add(message.event);
    }

    /** The next order, if any is left. */
    Optional<Message> order() {
        return sales.values().stream()
                .filter(sale -> !taken.contains(event(sale.order)))
                .findFirst()
                .map(sale -> Message.of(event(sale.order), said(sale, SEATS_EACH)));
    }

    /** A change that takes this, of an order of which Moodle shows all. */
    Optional<Message> change(Set<Takes> takes, Map<String, String> shown) {
        Map<String, String> expected = expected();
        return CHANGES.stream()
                .filter(change -> takes.contains(change.takes) && !taken.contains(change.event()))
                .filter(change -> taken.contains(event(change.after)))
                .filter(change -> taken.contains(event(change.order)))
                .filter(
                        change ->
                                seats(sales.get(change.order))
                                        .map(Seat::key)
                                        .allMatch(key -> expected.get(key).equals(shown.get(key))))
                .findFirst()
                .map(this::message);
    }

    private static String event(String order) {
        return "evt-" + order;
    }

    private static Orders said(Sale sale, int people) {
        String[] emails =
                IntStream.range(0, people)
                        .mapToObj(seat -> email(sale, seat))
                        .toArray(String[]::new);
        return Orders.order(sale.order)
                .boughtByOffice()
                .paidAt(sale.paidAt.toString())
                .line(sale.goods.code, people, emails);
    }

    private static String email(Sale sale, int seat) {
        return "p" + sale.people + "-" + seat + "@example.org";
    }

    private Message message(Change change) {
        Sale sale = sales.get(change.order);
        Orders order =
                switch (change.how) {
                    case CANCELLED -> said(sale, SEATS_EACH).status(OrderStatus.CANCELLED);
                    case REFUNDED -> said(sale, SEATS_EACH).status(OrderStatus.REFUNDED);
                    case PARTLY_REFUNDED ->
                            said(sale, SEATS_EACH).refunded(SEATS_EACH - change.left);
                    case FEWER -> said(sale, change.left);
                };
        return Message.of(change.event(), order.updatedAt("2026-02-01T00:00:00Z"));
    }

    /** How many things there are at most to be told of an order: that all is there, and again. */
    int tellable(String order) {
        return change(order).filter(change -> change.left > 0).isPresent() ? 2 : 1;
    }

    /** The seats that are left in the end, of the orders that have any. */
    Map<String, Integer> left() {
        Map<String, Integer> left = new TreeMap<>();
        sales.keySet()
                .forEach(
                        order ->
                                left.put(
                                        order, change(order).map(Change::left).orElse(SEATS_EACH)));
        left.values().removeIf(seats -> seats == 0);
        return left;
    }

    private static Optional<Change> change(String order) {
        return CHANGES.stream().filter(change -> change.order.equals(order)).findFirst();
    }

    /** By person and course: roles, dates and whether it is shut, as what was taken says. */
    Map<String, String> expected() {
        Map<String, String> expected = new TreeMap<>();
        byKey().forEach(
                        (key, seats) ->
                                enrolment(seats).ifPresent(text -> expected.put(key, text)));
        return expected;
    }

    /** Keys of those who must have been suspended, have lost a role, or have been unenrolled. */
    Set<String> losing(Takes takes) {
        Set<String> losing = new TreeSet<>();
        byKey().forEach(
                        (key, seats) -> {
                            boolean gone = seats.stream().noneMatch(Seat::grants);
                            boolean removed = gone && seats.get(0).ends == Ending.UNENROL;
                            Takes lost =
                                    removed
                                            ? Takes.ENROLMENT
                                            : gone
                                                    ? Takes.ACCESS
                                                    : roles(seats).equals(rolesLeft(seats))
                                                            ? Takes.NOTHING
                                                            : Takes.ROLE;
                            if (lost == takes) {
                                losing.add(key);
                            }
                        });
        return losing;
    }

    private Map<String, List<Seat>> byKey() {
        Map<String, List<Seat>> seats = new TreeMap<>();
        sales.values().stream()
                .filter(sale -> taken.contains(event(sale.order)))
                .flatMap(this::seats)
                .forEach(
                        seat ->
                                seats.computeIfAbsent(seat.key, first -> new ArrayList<>())
                                        .add(seat));
        return seats;
    }

    private Stream<Seat> seats(Sale sale) {
        int left =
                change(sale.order)
                        .filter(change -> taken.contains(change.event()))
                        .map(Change::left)
                        .orElse(SEATS_EACH);
        List<Seat> seats = new ArrayList<>();
        for (int seat = 0; seat < SEATS_EACH; seat++) {
            seats.add(seat(sale, email(sale, seat), sale.goods.role, seat < left));
        }
        if (sale.goods.equals(CLASS)) {
            seats.add(seat(sale, "office@example.org", "teacher", left > 0));
        }
        return seats.stream();
    }

    private static Seat seat(Sale sale, String email, String role, boolean live) {
        return new Seat(
                email + " " + sale.goods.course(),
                role,
                sale.paidAt.getEpochSecond(),
                end(sale),
                live,
                sale.goods.onCancel);
    }

    private static long end(Sale sale) {
        long start = sale.paidAt.getEpochSecond();
        return switch (sale.goods.code) {
            case "LANG-CLUB" -> renewedEnd(sale.paidAt);
            case "LANG-TEACH" -> Long.MAX_VALUE;
            case "SCI-YEAR" -> start + 365 * 86400L;
            case "MATH-WEEK" -> start + 7 * 86400L + 10 * 3600L;
            case "MATH-LAB" -> start + 200 * 86400L;
            case "SCI-KEPT" -> start + 100 * 86400L;
            default -> start + 300 * 86400L;
        };
    }

    /** A year of 365 days, and years of the calendar, until the end is a week away or more. */
    private static long renewedEnd(Instant start) {
        ZonedDateTime first = start.atZone(ZoneOffset.UTC).plusDays(365);
        return IntStream.iterate(0, year -> year + 1)
                .mapToObj(first::plusYears)
                .filter(end -> end.minusDays(7).toInstant().isAfter(Instant.now()))
                .findFirst()
                .orElseThrow()
                .toEpochSecond();
    }

    private static Optional<String> enrolment(List<Seat> seats) {
        List<Seat> granting = seats.stream().filter(Seat::grants).toList();
        if (granting.isEmpty()) {
            return seats.get(0).ends == Ending.UNENROL
                    ? Optional.empty()
                    : Optional.of(text(seats) + " suspended");
        }
        return Optional.of(text(granting));
    }

    private static String text(List<Seat> seats) {
        long end = seats.stream().mapToLong(Seat::end).max().orElseThrow();
        return roles(seats)
                + " "
                + seats.stream().mapToLong(Seat::start).min().orElseThrow()
                + "-"
                + (end == Long.MAX_VALUE ? 0 : end);
    }

    private static String rolesLeft(List<Seat> seats) {
        return roles(seats.stream().filter(Seat::grants).toList());
    }

    private static String roles(List<Seat> seats) {
        return String.join(",", new TreeSet<>(seats.stream().map(Seat::role).toList()));
    }
}
