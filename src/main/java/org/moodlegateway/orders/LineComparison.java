package org.moodlegateway.orders;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.moodlegateway.ledger.SeatRow;
import org.moodlegateway.order.Emails;
import org.moodlegateway.order.Line;
import org.moodlegateway.order.Order;
import org.moodlegateway.order.Participant;
import org.moodlegateway.seat.Companion;
import org.moodlegateway.seat.LinePlan;
import org.moodlegateway.seat.Offer;
import org.moodlegateway.seat.PlannedSeat;
import org.moodlegateway.seat.Sold;
import org.moodlegateway.seat.Terms;

/** What an order says of one line, against who and what its live seats are. */
final class LineComparison {
    private final Order order;
    private final LinePlan line;
    private final List<SeatRow> seats;
    private final List<SeatRow> companions;
    private final UnaryOperator<String> people;
    private final Map<String, PlannedSeat> named = new LinkedHashMap<>();
    private final Map<String, Set<String>> found = new LinkedHashMap<>();

    LineComparison(
            Order order,
            LinePlan line,
            List<PlannedSeat> planned,
            List<SeatRow> seats,
            List<SeatRow> companions,
            UnaryOperator<String> people) {
        this.order = order;
        this.line = line;
        this.seats = seats;
        this.companions = companions;
        this.people = people;
        for (PlannedSeat seat : planned) {
            seat.participant()
                    .filter(person -> !person.email().isEmpty())
                    .ifPresent(person -> named.putIfAbsent(key(person.email()), seat));
        }
    }

    /** References of the seats concerned, by code. */
    Map<String, Set<String>> differences() {
        List<SeatRow> others = seats.stream().filter(seat -> !isOfProduct(seat)).toList();
        List<SeatRow> same = seats.stream().filter(this::isOfProduct).toList();
        if (others.isEmpty()) {
            comparePeople(same);
        } else {
            differ(Difference.PRODUCT, others);
        }
        same.stream().filter(seat -> !seat.erased()).forEach(this::compare);
        for (SeatRow.Kind kind : List.of(SeatRow.Kind.SUPPORT, SeatRow.Kind.SUPERVISOR)) {
            compareCompanion(kind);
        }
        return found;
    }

    private boolean isOfProduct(SeatRow seat) {
        return seat.product().equals(line.line().product());
    }

    private String key(String email) {
        return people.apply(Emails.key(email));
    }

    /** Whether the order says who sits on the line, be it nobody, or the product does. */
    private boolean saysWho() {
        return !line.line().participants().isEmpty() || own().filter(Line::saysWho).isPresent();
    }

    private void comparePeople(List<SeatRow> there) {
        Map<String, PlannedSeat> missing = new LinkedHashMap<>(named);
        List<SeatRow> others = new ArrayList<>();
        for (SeatRow seat : there) {
            boolean sits = seat.named() && named.containsKey(key(seat.sitter().email()));
            if (sits) {
                missing.remove(key(seat.sitter().email()));
            } else if (!seat.erased()) {
                others.add(seat);
            }
        }
        if (!saysWho()) {
            return;
        }
        // who was put on a place that the order leaves open has it rightly
        Set<SeatRow> concerned =
                others.stream()
                        .filter(SeatRow::named)
                        .filter(seat -> seat.sitter().assignedBy().isEmpty())
                        .collect(Collectors.toCollection(LinkedHashSet::new));
        int wanting = missing.size() - concerned.size();
        for (PlannedSeat seat : missing.values()) {
            others.stream()
                    .filter(other -> other.number() == seat.number())
                    .findFirst()
                    .filter(other -> wanting > 0)
                    .ifPresent(concerned::add);
        }
        if (!concerned.isEmpty() || !missing.isEmpty()) {
            differ(personCode(), List.copyOf(concerned));
        }
    }

    /** A line that sits its buyer names nobody itself. */
    private String personCode() {
        String buyer = Emails.key(order.buyer().email());
        boolean sitsBuyer =
                named.containsKey(people.apply(buyer))
                        && own().stream()
                                .map(Line::participants)
                                .flatMap(List::stream)
                                .map(Participant::email)
                                .noneMatch(email -> Emails.key(email).equals(buyer));
        return sitsBuyer ? Difference.BUYER : Difference.PERSON;
    }

    /** The line as the order itself has it. */
    private Optional<Line> own() {
        return order.lines().stream().filter(one -> one.id().equals(line.line().id())).findFirst();
    }

    private void compare(SeatRow seat) {
        if (seat.offer() == null || line.offer() == null) {
            return;
        }
        Optional<PlannedSeat> plan =
                seat.named()
                        ? Optional.ofNullable(named.get(key(seat.sitter().email())))
                        : Optional.empty();
        compareRole(seat, plan);
        if (isChanged(seat)) {
            compareOffer(seat, line.offer());
        }
        if (groupDiffers(seat)) {
            differ(Difference.GROUP, List.of(seat));
        }
    }

    private void compareRole(SeatRow seat, Optional<PlannedSeat> plan) {
        Optional<String> own =
                plan.flatMap(PlannedSeat::participant)
                        .map(Participant::role)
                        .filter(role -> !role.isEmpty());
        Optional<String> usual = sold(seat).map(Sold::role).filter(role -> !role.isEmpty());
        Optional<String> wanted = own.or(() -> isChanged(seat) ? Optional.of(line.role()) : usual);
        boolean says = own.isPresent() || plan.isPresent() || isChanged(seat);
        if (says && wanted.isPresent() && !wanted.get().equals(seat.role())) {
            differ(Difference.ROLE, List.of(seat));
        }
    }

    private static Optional<Sold> sold(SeatRow seat) {
        return Optional.ofNullable(seat.offer()).map(Offer::sold);
    }

    /** Whether the line's own parameters are known to be others than those it was sold with. */
    private boolean isChanged(SeatRow seat) {
        String now = Sold.fingerprint(line.line().parameters());
        return sold(seat).filter(sold -> !sold.parameters().equals(now)).isPresent();
    }

    private void compareOffer(SeatRow seat, Offer offer) {
        Offer sold = seat.offer();
        boolean chosen = !offer.choices().isEmpty() && sold.course().isPresent();
        boolean sameCourse =
                chosen
                        ? offer.choices().contains(sold.courseName())
                        : offer.course().equals(sold.course());
        if (!sameCourse) {
            differ(Difference.COURSE, List.of(seat));
        }
        if (!isSameTime(offer.terms(), sold.terms())) {
            differ(Difference.PERIOD, List.of(seat));
        }
    }

    /** A period that starts with whom it is given to starts when it did. */
    private static boolean isSameTime(Terms wanted, Terms sold) {
        return wanted.length().equals(sold.length())
                && wanted.notBeforeCourse() == sold.notBeforeCourse()
                && (wanted.startOnAssign() || wanted.start().equals(sold.start()));
    }

    /** Another name made of the same template stems from the order, and not from the catalogue. */
    private boolean groupDiffers(SeatRow seat) {
        if (seat.group().equals(line.group())) {
            return false;
        }
        boolean sameTemplate =
                sold(seat).filter(sold -> sold.group().equals(groupTemplate())).isPresent();
        return sameTemplate || isChanged(seat);
    }

    private String groupTemplate() {
        return line.offer().sold() == null ? "" : line.offer().sold().group();
    }

    private void compareCompanion(SeatRow.Kind kind) {
        Optional<SeatRow> there =
                companions.stream().filter(seat -> seat.kind() == kind).findFirst();
        Optional<Companion> wanted =
                line.companions().stream()
                        .filter(companion -> SeatRow.kind(companion) == kind)
                        .findFirst();
        boolean changed =
                there.or(() -> seats.stream().findFirst()).filter(this::isChanged).isPresent();
        if (there.isEmpty() || wanted.isEmpty()) {
            if (changed && there.isPresent() != wanted.isPresent()) {
                differ(code(kind), List.of());
            }
            return;
        }
        SeatRow seat = there.get();
        boolean samePerson =
                seat.erased() || key(seat.sitter().email()).equals(key(order.buyer().email()));
        boolean sameOffer =
                !isChanged(seat)
                        || seat.offer() == null
                        || (seat.course().equals(wanted.get().offer().course())
                                && seat.role().equals(wanted.get().role())
                                && (kind == SeatRow.Kind.SUPPORT
                                        || isSameTime(wanted.get().terms(), seat.offer().terms())));
        if (!samePerson || !sameOffer) {
            differ(code(kind), List.of());
        }
    }

    static String code(SeatRow.Kind kind) {
        return kind == SeatRow.Kind.SUPPORT ? Difference.SUPPORT : Difference.SUPERVISOR;
    }

    private void differ(String code, List<SeatRow> concerned) {
        found.computeIfAbsent(code, first -> new LinkedHashSet<>())
                .addAll(OrderComparison.references(concerned));
    }
}
