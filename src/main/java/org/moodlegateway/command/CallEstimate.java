package org.moodlegateway.command;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.moodlegateway.catalogue.CourseName;
import org.moodlegateway.entitlement.Folding;
import org.moodlegateway.entitlement.Grant;
import org.moodlegateway.entitlement.Wish;
import org.moodlegateway.moodle.WebFunction;
import org.moodlegateway.order.Emails;
import org.moodlegateway.seat.Companion;
import org.moodlegateway.seat.LinePlan;
import org.moodlegateway.seat.OrderPlan;
import org.moodlegateway.seat.PlannedSeat;
import org.moodlegateway.seat.SeatState;
import org.moodlegateway.seat.Terms;

/**
 * The calls that one order costs when nothing is known yet: every course is looked up, nobody has
 * an account, no group is there, and nothing is refused. It follows what the gateway does: claims
 * of one batch, the first course before others.
 */
final class CallEstimate {
    private final ZoneId zone;
    private final int batch;
    private final List<Call> calls = new ArrayList<>();
    private final Set<String> known = new LinkedHashSet<>();

    private CallEstimate(ZoneId zone, int batch) {
        this.zone = zone;
        this.batch = batch;
    }

    /**
     * The calls in about the order in which they are made.
     *
     * @param zone in which calendar days are counted
     * @param batch most entries of one call
     * @param at when the order is sent: of two periods with a gap, only one is shown
     */
    static List<Call> of(OrderPlan plan, ZoneId zone, int batch, Instant at) {
        CallEstimate estimate = new CallEstimate(zone, batch);
        Demand demand = Demand.of(plan, zone);
        demand.courses().forEach(course -> estimate.add(WebFunction.COURSES_BY_FIELD, 1));
        demand.claims(batch).forEach(claim -> estimate.enrol(claim, at));
        demand.groups().forEach(estimate::fill);
        return estimate.calls;
    }

    private void add(WebFunction function, int rows) {
        calls.add(new Call(function, rows));
    }

    private void addInBatches(WebFunction function, int rows) {
        for (int left = rows; left > 0; left -= batch) {
            add(function, Math.min(left, batch));
        }
    }

    private void enrol(List<Enrolment> claim, Instant at) {
        TreeMap<String, Set<String>> strangers = new TreeMap<>();
        claim.stream()
                .filter(enrolment -> known.add(enrolment.key.person))
                .forEach(enrolment -> strangers.put(enrolment.key.person, enrolment.spellings()));
        if (!strangers.isEmpty()) {
            add(WebFunction.USERS_BY_FIELD, strangers.values().stream().mapToInt(Set::size).sum());
            addInBatches(WebFunction.CREATE_USERS, strangers.size());
        }
        int rows = 0;
        for (Enrolment enrolment : claim) {
            int more = enrolment.roles(at);
            if (rows + more > batch) {
                add(WebFunction.ENROL_USERS, rows);
                rows = 0;
            }
            rows += more;
        }
        addInBatches(WebFunction.ENROL_USERS, rows);
    }

    private void fill(String course, Map<String, Set<String>> members) {
        add(WebFunction.COURSE_GROUPS, 1);
        addInBatches(WebFunction.CREATE_GROUPS, members.size());
        addInBatches(
                WebFunction.ADD_GROUP_MEMBERS,
                members.values().stream().mapToInt(Collection::size).sum());
    }

    /** One person in one course. Sorted as the ledger numbers a new order's entitlements. */
    private record Key(String person, String course) implements Comparable<Key> {
        static String name(CourseName course) {
            return course.field() + ":" + course.value();
        }

        @Override
        public int compareTo(Key other) {
            int byPerson = person.compareTo(other.person);
            return byPerson == 0 ? course.compareTo(other.course) : byPerson;
        }
    }

    private record Enrolment(Key key, String email, List<Grant> grants) {

        /** E-mails are asked for as written and in lower case. */
        Set<String> spellings() {
            return new LinkedHashSet<>(List.of(key.person, email));
        }

        int roles(Instant at) {
            return Folding.fold(grants, at).map(Wish::roles).map(Set::size).orElse(0);
        }
    }

    /** What an order wants of Moodle. */
    private record Demand(
            TreeMap<Key, Enrolment> enrolments, TreeMap<String, Map<String, Set<String>>> groups) {

        static Demand of(OrderPlan plan, ZoneId zone) {
            Demand demand = new Demand(new TreeMap<>(), new TreeMap<>());
            for (PlannedSeat seat : plan.seats()) {
                if (seat.state() == SeatState.WAITING && seat.participant().isPresent()) {
                    demand.add(
                            seat.participant().get().email(),
                            seat.course(),
                            seat.role(),
                            seat.terms(),
                            seat.group(),
                            zone);
                }
            }
            String buyer = plan.order().buyer().email();
            for (LinePlan line : plan.lines()) {
                for (Companion companion : line.companions()) {
                    demand.add(
                            buyer,
                            Optional.of(companion.course()),
                            companion.role(),
                            companion.terms(),
                            companion.group(),
                            zone);
                }
            }
            return demand;
        }

        private void add(
                String email,
                Optional<CourseName> course,
                String role,
                Terms terms,
                String group,
                ZoneId zone) {
            if (course.isEmpty() || !Emails.usable(email)) {
                return;
            }
            String name = Key.name(course.get());
            Key key = new Key(Emails.key(email), name);
            enrolments
                    .computeIfAbsent(key, same -> new Enrolment(same, email, new ArrayList<>()))
                    .grants
                    .add(new Grant(role, terms.period(zone)));
            if (!group.isEmpty()) {
                groups.computeIfAbsent(name, same -> new TreeMap<>())
                        .computeIfAbsent(group, same -> new TreeSet<>())
                        .add(key.person);
            }
        }

        Set<String> courses() {
            Set<String> courses = new TreeSet<>();
            enrolments.keySet().forEach(key -> courses.add(key.course));
            return courses;
        }

        /** Batches as they are claimed: the oldest one's course first, filled up from others. */
        List<List<Enrolment>> claims(int most) {
            List<Enrolment> left = new ArrayList<>(enrolments.values());
            List<List<Enrolment>> claims = new ArrayList<>();
            while (!left.isEmpty()) {
                String first = left.get(0).key.course;
                List<Enrolment> claim = new ArrayList<>();
                left.stream()
                        .filter(enrolment -> enrolment.key.course.equals(first))
                        .limit(most)
                        .forEach(claim::add);
                left.stream()
                        .filter(enrolment -> !enrolment.key.course.equals(first))
                        .limit(most - claim.size())
                        .forEach(claim::add);
                left.removeAll(claim);
                claims.add(claim);
            }
            return claims;
        }
    }
}
