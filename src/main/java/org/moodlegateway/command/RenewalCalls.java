package org.moodlegateway.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.moodlegateway.moodle.WebFunction;
import org.moodlegateway.renewal.RenewalStep;
import org.moodlegateway.renewal.RenewalStep.Wish;

/**
 * The calls that a renewal run costs when everybody has an account and nothing is refused. It
 * follows what the gateway does: claims of one batch, the first course before others.
 */
final class RenewalCalls {
    private final int batch;
    private final List<Call> calls = new ArrayList<>();

    private RenewalCalls(int batch) {
        this.batch = batch;
    }

    /** In about the order in which they are made; {@code batch} entries in one call at most. */
    static List<Call> of(List<RenewalStep> steps, int batch) {
        Map<Long, Wish> wishes = new TreeMap<>();
        steps.forEach(step -> step.wishes().forEach(wish -> wishes.put(wish.entitlement(), wish)));
        RenewalCalls estimate = new RenewalCalls(batch);
        claims(wishes, batch).forEach(estimate::send);
        return estimate.calls;
    }

    private void send(List<Wish> claim) {
        int rows = 0;
        for (Wish wish : claim) {
            int more = wish.absent() ? 0 : wish.roles().size();
            if (rows + more > batch) {
                add(WebFunction.ENROL_USERS, rows);
                rows = 0;
            }
            rows += more;
        }
        add(WebFunction.ENROL_USERS, rows);
        add(
                WebFunction.UNASSIGN_ROLES,
                claim.stream()
                        .filter(wish -> !wish.absent())
                        .mapToInt(wish -> wish.rolesToTake().size())
                        .sum());
        add(WebFunction.UNENROL_USERS, (int) claim.stream().filter(Wish::absent).count());
    }

    private void add(WebFunction function, int rows) {
        for (int left = rows; left > 0; left -= batch) {
            calls.add(new Call(function, Math.min(left, batch)));
        }
    }

    /** Batches as they are claimed. */
    private static List<List<Wish>> claims(Map<Long, Wish> wishes, int most) {
        Map<Long, Wish> left = new TreeMap<>(wishes);
        List<List<Wish>> claims = new ArrayList<>();
        while (!left.isEmpty()) {
            String first = left.values().iterator().next().course();
            List<Wish> claim = new ArrayList<>();
            left.values().stream()
                    .filter(wish -> wish.course().equals(first))
                    .limit(most)
                    .forEach(claim::add);
            left.values().stream()
                    .filter(wish -> !wish.course().equals(first))
                    .limit(most - claim.size())
                    .forEach(claim::add);
            claim.forEach(wish -> left.remove(wish.entitlement()));
            claims.add(claim);
        }
        return claims;
    }
}
