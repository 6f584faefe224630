package org.moodlegateway.entitlement;

import static java.util.stream.Collectors.toCollection;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.moodlegateway.seat.Period;

/**
 * What the gateway made Moodle show of one person in one course, to be compared with what is there.
 *
 * @param roles short names that Moodle said yes to
 * @param givenRoles short names that Moodle may have from the gateway
 * @param foreignRoles short names of roles that somebody else gave, and that were reported before
 * @param suspended whether the enrolment is there but shut
 * @param groups Moodle's ids of the groups the person was put in
 */
public record Standing(
        Set<String> roles,
        Set<String> givenRoles,
        Set<String> foreignRoles,
        Period period,
        boolean suspended,
        Set<Long> groups) {

    /** Moodle's lists round the clock to 100 seconds: near an end of the period they may be off. */
    private static final Duration BLUR = Duration.ofMinutes(2);

    public Standing {
        roles = Set.copyOf(roles);
        givenRoles = Set.copyOf(givenRoles);
        foreignRoles = Set.copyOf(foreignRoles);
        groups = Set.copyOf(groups);
    }

    /**
     * What Moodle has of that person in that course.
     *
     * @param active whether the enrolment gives access now
     */
    public record Presence(boolean active, Set<String> roles, Set<Long> groups) {
        public Presence {
            roles = Set.copyOf(roles);
            groups = Set.copyOf(groups);
        }
    }

    /**
     * One difference.
     *
     * @param detail short name of the role or id of the group, else empty
     */
    public record Difference(Drift drift, String detail) {}

    /**
     * Whether anything can be said now. Before its start an enrolment is not open yet; after its
     * end Moodle's own clean-up may have shut or removed it.
     */
    public boolean canBeJudged(Instant now) {
        return period.startInclusive().plus(BLUR).isBefore(now)
                && now.plus(BLUR).isBefore(period.endExclusive());
    }

    /** The differences, the gravest first; {@code there} is empty if Moodle has no enrolment. */
    public List<Difference> differences(Optional<Presence> there) {
        if (there.isEmpty()) {
            return List.of(new Difference(Drift.REMOVED_BY_HAND, ""));
        }
        Presence presence = there.get();
        List<Difference> all = new ArrayList<>();
        if (!suspended && !presence.active) {
            all.add(new Difference(Drift.SUSPENDED_BY_HAND, ""));
        }
        if (suspended && presence.active) {
            all.add(new Difference(Drift.REACTIVATED_BY_HAND, ""));
        }
        without(roles, presence.roles)
                .forEach(role -> all.add(new Difference(Drift.ROLE_REMOVED_BY_HAND, role)));
        without(without(presence.roles, givenRoles), foreignRoles)
                .forEach(role -> all.add(new Difference(Drift.ROLE_ADDED_BY_HAND, role)));
        without(groups, presence.groups)
                .forEach(
                        group ->
                                all.add(
                                        new Difference(
                                                Drift.GROUP_LEFT_BY_HAND, group.toString())));
        return all;
    }

    private static <T> Set<T> without(Set<T> all, Set<T> some) {
        return all.stream().filter(one -> !some.contains(one)).collect(toCollection(TreeSet::new));
    }
}
