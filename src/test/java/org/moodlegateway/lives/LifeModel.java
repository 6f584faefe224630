package org.moodlegateway.lives;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.moodlegateway.lives.OrderModel.Pool;
import org.moodlegateway.lives.OrderModel.Want;
import org.moodlegateway.lives.Said.Says;
import org.moodlegateway.lives.Shown.Access;

/**
 * What a life must come to, judged each time that Moodle has followed.
 *
 * <p>Whoever the newest event names is in Moodle with the role and the period of their seat, and
 * whoever is in Moodle is named, unless something stands in the way: somebody has opened the course
 * or was put there by hand, and keeps the seat. Then the order is not FULFILLED and says that it
 * differs. A place that is lost takes whoever sits there, whatever they have opened.
 *
 * <p>Whether a seat that was given by hand where the event names nobody is a difference is left
 * open: nobody who was named is missing.
 */
final class LifeModel {
    private static final Pool NOTHING = new Pool();

    private final Map<String, OrderModel> orders = new TreeMap<>();
    private final Set<String> opened = new HashSet<>();
    private final Map<String, Set<String>> leftByHand = new TreeMap<>();
    private Map<String, Map<String, Access>> before = Map.of();

    void hear(Said said) {
        order(said.order()).hear(said);
    }

    OrderModel order(String letter) {
        return orders.computeIfAbsent(letter, first -> new OrderModel());
    }

    void opened(String person, String course) {
        opened.add(person + "@" + course);
    }

    void left(String person, String course) {
        leftByHand.computeIfAbsent(course, first -> new HashSet<>()).add(person);
    }

    private boolean hasOpened(String person, String course) {
        return opened.contains(person + "@" + course);
    }

    /** What is wrong; empty if nothing is. */
    Optional<String> judge(Shown shown) {
        for (Map.Entry<String, OrderModel> order : orders.entrySet()) {
            Optional<String> problem =
                    new Judgement(order.getKey(), order.getValue(), shown).problem();
            if (problem.isPresent()) {
                return problem;
            }
        }
        before = shown.access();
        leftByHand.clear();
        orders.values().forEach(OrderModel::lookedAt);
        return Optional.empty();
    }

    /** One order, looked at once. */
    private final class Judgement {
        private final String letter;
        private final OrderModel order;
        private final Shown shown;
        private boolean differs;
        private boolean unready;
        private boolean uncertain;
        private boolean delivered;
        private int seats;

        Judgement(String letter, OrderModel order, Shown shown) {
            this.letter = letter;
            this.order = order;
            this.shown = shown;
        }

        Optional<String> problem() {
            Map<String, Pool> pools = order.pools();
            Set<String> courses = new TreeSet<>(pools.keySet());
            courses.addAll(shown.access().keySet());
            courses.addAll(before.keySet());
            for (String course : courses) {
                Optional<String> problem = inCourse(course, pools.getOrDefault(course, NOTHING));
                if (problem.isPresent()) {
                    return problem;
                }
            }
            uncertain |= order.touchedByHand();
            return state();
        }

        private Optional<String> inCourse(String course, Pool pool) {
            Map<String, Access> there = shown.in(course);
            Set<String> extra = new TreeSet<>(there.keySet());
            extra.removeAll(pool.wanted.keySet());
            Set<String> missing = new TreeSet<>(pool.wanted.keySet());
            missing.removeAll(there.keySet());
            seats += pool.seats;
            uncertain |= pool.unsaid > 0;
            for (String person : extra) {
                boolean unclear = pool.unsaid > 0 || pool.unusable > 0;
                uncertain |= unclear;
                if (!stays(person, course) && !(unclear && order.everNamed(course, person))) {
                    return problem("%s is in %s, and no event names them there", person, course);
                }
                differs |= !unclear && !order.isGiven(course, person);
            }
            if (there.size() > pool.seats + pool.watchers) {
                return problem(
                        "%s are in %s, and there are %s places",
                        there.keySet(), course, pool.seats + pool.watchers);
            }
            long blockers = order.emptied(course);
            Set<String> mayBlock = pool.wares.size() > 1 ? there.keySet() : extra;
            blockers += mayBlock.stream().filter(person -> stays(person, course)).count();
            if (missing.size() > blockers) {
                return problem(
                        "%s should be in %s, and only %s places are taken by others",
                        missing, course, blockers);
            }
            differs |= !missing.isEmpty();
            return seen(course, pool, there, missing)
                    .or(() -> sitting(course, pool, there))
                    .or(() -> full(course, pool, there, extra, missing));
        }

        private boolean stays(String person, String course) {
            return hasOpened(person, course) || order.isGiven(course, person);
        }

        /** Those who were there before. */
        private Optional<String> seen(
                String course, Pool pool, Map<String, Access> there, Set<String> missing) {
            Set<String> was = new TreeSet<>(before.getOrDefault(course, Map.of()).keySet());
            was.removeAll(leftByHand.getOrDefault(course, Set.of()));
            Set<String> gone = new TreeSet<>(was);
            gone.removeAll(there.keySet());
            for (String person : gone) {
                if (missing.contains(person)) {
                    return problem("%s is still named, and has lost %s", person, course);
                }
            }
            gone.removeIf(person -> !hasOpened(person, course));
            if (gone.size() > order.cancelled(course)) {
                return problem(
                        "%s have opened %s and lost it, though only %s places were lost",
                        gone, course, order.cancelled(course));
            }
            return Optional.empty();
        }

        /** Those who are wanted and there, with the right roles and times. */
        private Optional<String> sitting(String course, Pool pool, Map<String, Access> there) {
            for (Map.Entry<String, Want> one : pool.wanted.entrySet()) {
                Access access = there.get(one.getKey());
                if (access == null) {
                    continue;
                }
                delivered |= !one.getKey().equals(pool.watcher);
                Want want = one.getValue();
                Access right = new Access(want.roles(), want.start(), want.end());
                if (access.equals(right)) {
                    continue;
                }
                if (!stays(one.getKey(), course) && pool.unsaid == 0) {
                    return problem(
                            "%s is in %s as %s instead of %s", one.getKey(), course, access, right);
                }
                differs |= !order.isGiven(course, one.getKey()) && pool.unsaid == 0;
            }
            return Optional.empty();
        }

        private Optional<String> full(
                String course,
                Pool pool,
                Map<String, Access> there,
                Set<String> extra,
                Set<String> missing) {
            int filled = extra.size();
            for (Map.Entry<String, Want> one : pool.wanted.entrySet()) {
                filled += missing.contains(one.getKey()) ? 0 : one.getValue().seats();
            }
            unready |= pool.unready || filled < pool.seats + pool.watchers;
            boolean grouped = course.equals(Ware.CLASS.course());
            Set<String> members = shown.members().getOrDefault(letter, Set.of());
            return grouped && !members.equals(there.keySet())
                    ? problem("%s are in the group, and %s in its course", members, there.keySet())
                    : Optional.empty();
        }

        private Optional<String> state() {
            String state = shown.state(letter);
            Optional<Says> said = order.status();
            if (said.isEmpty()) {
                return Optional.empty();
            }
            if (said.get() != Says.PAID) {
                return state.equals(said.get().name())
                        ? Optional.empty()
                        : problem("it is %s instead of %s", state, said.get());
            }
            unready |= order.waitsForProducts();
            if (seats == 0 && !order.waitsForProducts()) {
                return state.equals("FULFILLED") || state.equals("PARTIAL")
                        ? problem("it is %s, and nothing is bought", state)
                        : Optional.empty();
            }
            return paid(state, !shown.differences(letter).isEmpty());
        }

        private Optional<String> paid(String state, boolean told) {
            if (differs && !told) {
                return problem("it differs from Moodle, and nothing says so");
            }
            if (differs || (unready && !uncertain)) {
                boolean right = delivered ? state.equals("PARTIAL") : !state.equals("FULFILLED");
                return right
                        ? Optional.empty()
                        : problem("it is %s, and %s", state, differs ? "it differs" : "not full");
            }
            if (unready || uncertain) {
                return Optional.empty();
            }
            if (told) {
                return problem("it says %s, and nothing differs", shown.differences(letter));
            }
            return state.equals("FULFILLED")
                    ? Optional.empty()
                    : problem("it is %s instead of FULFILLED", state);
        }

        private Optional<String> problem(String sentence, Object... parts) {
            return Optional.of("order " + letter + ": " + sentence.formatted(parts));
        }
    }
}
