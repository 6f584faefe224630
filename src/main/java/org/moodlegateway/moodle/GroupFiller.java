package org.moodlegateway.moodle;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.moodlegateway.ledger.GroupClaims;
import org.moodlegateway.ledger.GroupClaims.Claimed;
import org.moodlegateway.ledger.GroupClaims.Group;
import org.moodlegateway.ledger.GroupClaims.Member;
import org.moodlegateway.moodle.MoodleSite.CourseGroup;
import org.moodlegateway.moodle.MoodleSite.GroupMember;
import org.moodlegateway.moodle.MoodleSite.NewGroup;
import org.moodlegateway.moodle.Outcome.Blame;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts people who are enrolled into their groups, and out of those that nothing asks for any more:
 * a list and a create the first time, then one call for all new members and one for all who leave.
 * Whatever happens here never touches an enrolment.
 */
public final class GroupFiller {
    private static final Logger LOG = LoggerFactory.getLogger(GroupFiller.class);
    private static final int MOST_DOUBLINGS = 6;
    private static final Duration FIRST_WAIT = Duration.ofSeconds(15);

    private final MoodleSite moodle;
    private final GroupClaims groups;
    private final MoodleSettings settings;

    public GroupFiller(MoodleSite moodle, GroupClaims groups, MoodleSettings settings) {
        this.moodle = moodle;
        this.groups = groups;
        this.settings = settings;
    }

    /** Fills the groups of one course that are due; false if none are. */
    public boolean fillGroups() {
        Claimed claimed = groups.claim(settings.batch());
        if (claimed.isEmpty()) {
            return false;
        }
        String trouble = fill(claimed);
        int attempts = claimed.groups().stream().mapToInt(Group::attempts).max().orElse(0);
        Duration wait =
                trouble.isEmpty()
                        ? Duration.ZERO
                        : FIRST_WAIT.multipliedBy(1L << Math.min(attempts, MOST_DOUBLINGS));
        groups.release(claimed, wait, trouble);
        if (!trouble.isEmpty()) {
            LOG.warn(
                    "Groups wait, their people are enrolled course={} code={}",
                    claimed.groups().get(0).courseId(),
                    trouble);
        }
        return true;
    }

    /** Empty when all went well, else a code. */
    private String fill(Claimed claimed) {
        Map<Long, Long> ids =
                claimed.groups().stream()
                        .filter(group -> group.known().isPresent())
                        .collect(toMap(Group::id, Group::groupId));
        List<Group> missing =
                claimed.groups().stream().filter(group -> !ids.containsKey(group.id())).toList();
        if (!missing.isEmpty()) {
            Set<Long> joined = claimed.joining().stream().map(Member::groupRow).collect(toSet());
            String trouble = find(missing, joined, ids);
            if (!trouble.isEmpty()) {
                return trouble;
            }
        }
        String joining = change(known(claimed.joining(), ids), ids, moodle::addMembers);
        String leaving = leave(claimed.leaving(), ids);
        return joining.isEmpty() ? leaving : joining;
    }

    private static List<Member> known(List<Member> members, Map<Long, Long> ids) {
        return members.stream().filter(member -> ids.containsKey(member.groupRow())).toList();
    }

    /** Nobody is in a group that Moodle doesn't have. */
    private String leave(List<Member> members, Map<Long, Long> ids) {
        List<Member> there = known(members, ids);
        groups.left(
                members.stream().filter(member -> !ids.containsKey(member.groupRow())).toList());
        return change(there, ids, moodle::deleteMembers);
    }

    private String find(List<Group> missing, Set<Long> joined, Map<Long, Long> ids) {
        Answer<List<CourseGroup>> listed = moodle.groups(missing.get(0).courseId());
        if (listed.done().isEmpty()) {
            return code(listed.outcome());
        }
        Map<String, Long> there =
                listed.result().stream()
                        .collect(
                                toMap(
                                        CourseGroup::idnumber,
                                        CourseGroup::id,
                                        (first, second) -> first));
        List<Group> absent = new ArrayList<>();
        for (Group group : missing) {
            Long id = there.get(group.idnumber());
            if (id != null) {
                known(group, id, ids);
            } else if (joined.contains(group.id())) {
                absent.add(group);
            }
        }
        return absent.isEmpty() ? "" : create(absent, ids);
    }

    private void known(Group group, long id, Map<Long, Long> ids) {
        groups.found(group.id(), id);
        ids.put(group.id(), id);
    }

    private String create(List<Group> absent, Map<Long, Long> ids) {
        List<NewGroup> wanted =
                absent.stream().map(group -> new NewGroup(group.name(), group.idnumber())).toList();
        Answer<List<Long>> answer = moodle.createGroups(absent.get(0).courseId(), wanted);
        if (answer.done().isPresent()) {
            for (int i = 0; i < absent.size(); i++) {
                known(absent.get(i), answer.result().get(i), ids);
            }
            return "";
        }
        boolean itsName =
                answer.outcome() instanceof Outcome.ItemRefused refused
                        && refused.blame() == Blame.ROW;
        if (!itsName) {
            return code(answer.outcome());
        }
        return absent.size() == 1
                ? createUnderItsIdnumber(absent.get(0), ids)
                : oneByOne(absent, ids);
    }

    private String oneByOne(List<Group> absent, Map<Long, Long> ids) {
        String trouble = "";
        for (Group group : absent) {
            String its = create(List.of(group), ids);
            trouble = its.isEmpty() ? trouble : its;
        }
        return trouble;
    }

    /** A group of that name is there without our idnumber: it isn't ours. */
    private String createUnderItsIdnumber(Group group, Map<Long, Long> ids) {
        NewGroup wanted = new NewGroup(group.idnumber(), group.idnumber());
        Answer<List<Long>> answer = moodle.createGroups(group.courseId(), List.of(wanted));
        answer.done().ifPresent(created -> known(group, created.get(0), ids));
        return answer.done().isPresent() ? "" : code(answer.outcome());
    }

    private String change(
            List<Member> members,
            Map<Long, Long> ids,
            Function<List<GroupMember>, Answer<Boolean>> call) {
        if (members.isEmpty()) {
            return "";
        }
        Outcome outcome =
                call.apply(
                                members.stream()
                                        .map(
                                                member ->
                                                        new GroupMember(
                                                                ids.get(member.groupRow()),
                                                                member.userId()))
                                        .toList())
                        .outcome();
        if (outcome instanceof Outcome.Done) {
            changed(members);
            return "";
        }
        if (!(outcome instanceof Outcome.ItemRefused refused) || refused.blame() == Blame.COURSE) {
            return code(outcome);
        }
        if (refused.errorcode().equals("invalidrecord")) {
            members.forEach(member -> groups.forget(member.groupRow()));
            return refused.errorcode();
        }
        if (refused.blame() == Blame.DATABASE) {
            return refused.errorcode();
        }
        if (members.size() == 1) {
            refused(members.get(0), refused);
            return "";
        }
        int middle = members.size() / 2;
        String first = change(members.subList(0, middle), ids, call);
        String second = change(members.subList(middle, members.size()), ids, call);
        return first.isEmpty() ? second : first;
    }

    /** All of them joined, or all of them left. */
    private void changed(List<Member> members) {
        if (members.get(0).wanted()) {
            groups.joined(members);
        } else {
            groups.left(members);
        }
    }

    /** Who has no account any more is in no group. */
    private void refused(Member member, Outcome.ItemRefused refused) {
        if (!member.wanted() && refused.blame() == Blame.PERSON) {
            groups.left(List.of(member));
            return;
        }
        groups.park(member, refused.errorcode());
        LOG.error(
                "Moodle refuses one member of a group, the enrolment stands entitlement={} code={}",
                member.entitlementId(),
                refused.errorcode());
    }

    private static String code(Outcome outcome) {
        if (outcome instanceof Outcome.ItemRefused refused) {
            return refused.errorcode();
        }
        if (outcome instanceof Outcome.SiteRefused refused) {
            return refused.errorcode();
        }
        if (outcome instanceof Outcome.NotSent notSent) {
            return notSent.reason();
        }
        return outcome instanceof Outcome.Unknown unknown ? unknown.reason() : "";
    }
}
