package org.moodlegateway.orders;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.moodlegateway.ledger.RenewalRow;
import org.moodlegateway.ledger.RenewalRows;
import org.moodlegateway.ledger.RenewedSeat;
import org.moodlegateway.order.Emails;
import org.moodlegateway.order.Participant;
import org.moodlegateway.renewal.OrderedRenewals;
import org.moodlegateway.seat.LinePlan;
import org.moodlegateway.seat.OrderPlan;
import org.moodlegateway.seat.RenewalPlan;
import org.moodlegateway.seat.SeatSplitter;

/**
 * What an order's renewals pay for beyond the seats that are there: these are sold as in a first
 * purchase, by the renewal's order, for those whom its lines name and who don't sit there. How many
 * were there is kept from the first time on. Runs in the caller's transaction.
 */
final class FurtherSeats {
    private final Handle handle;
    private final OrderPlan plan;
    private final Map<String, RenewalRow> stored;
    private final Set<String> unseated = new LinkedHashSet<>();

    private FurtherSeats(Handle handle, OrderPlan plan) {
        this.handle = handle;
        this.plan = plan;
        this.stored =
                RenewalRows.of(handle, plan.order()).stream()
                        .collect(toMap(RenewalRow::line, row -> row));
    }

    /**
     * The whole plan of an order.
     *
     * @param plan with the seats that it sells beyond those that are there
     * @param unseated ids of lines that name people for whom there is no seat, neither of those
     *     that are renewed nor a further one
     */
    record Whole(OrderPlan plan, Set<String> unseated) {}

    static Whole of(Handle handle, OrderPlan plan) {
        boolean counted =
                plan.lines().stream()
                        .anyMatch(
                                line -> line.renewal().filter(one -> one.seats() > 0).isPresent());
        return counted ? new FurtherSeats(handle, plan).whole() : new Whole(plan, Set.of());
    }

    private Whole whole() {
        List<LinePlan> lines = new ArrayList<>(plan.lines());
        for (int i = lines.size() - 1; i >= 0; i--) {
            LinePlan line = lines.get(i);
            RenewalPlan bought = line.renewal().orElse(null);
            if (bought != null && bought.seats() > 0) {
                lines.set(i, withFurther(line, bought, lines.subList(i + 1, lines.size())));
            }
        }
        if (lines.equals(plan.lines())) {
            return new Whole(plan, unseated);
        }
        OrderPlan more = new OrderPlan(plan.order(), plan.purchasedAt(), lines, List.of());
        return new Whole(new SeatSplitter().fill(more), unseated);
    }

    /** The last lines that renew the same seats sell what is too many. */
    private LinePlan withFurther(LinePlan line, RenewalPlan bought, List<LinePlan> after) {
        RenewalRow row = RenewalRow.of(plan.order(), line, bought, plan.purchasedAt());
        List<RenewedSeat> there = OrderedRenewals.seats(handle, row);
        RenewalRow before = stored.get(row.line());
        int found = before == null || before.found() == 0 ? there.size() : before.found();
        if (found == 0) {
            return line;
        }
        int sold =
                after.stream().filter(one -> isBeside(one, bought)).mapToInt(LinePlan::seats).sum();
        int paid =
                plan.lines().stream()
                        .filter(one -> isBeside(one, bought))
                        .mapToInt(one -> one.renewed().seats())
                        .sum();
        int further = Math.max(0, Math.min(bought.seats(), paid - found - sold));
        Set<String> sitting = there.stream().map(seat -> Emails.key(seat.email())).collect(toSet());
        List<Participant> others =
                bought.further().line().participants().stream()
                        .filter(person -> !sitting.contains(Emails.key(person.email())))
                        .toList();
        if (others.size() > further) {
            unseated.add(row.line());
        }
        return further == 0
                ? line
                : line.selling(further, others.subList(0, Math.min(further, others.size())));
    }

    private static boolean isBeside(LinePlan line, RenewalPlan bought) {
        return line.renewal().filter(bought::isBeside).isPresent();
    }
}
