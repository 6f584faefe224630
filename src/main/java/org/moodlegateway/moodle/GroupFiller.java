package org.moodlegateway.moodle;

import static java.util.stream.Collectors.toMap;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.moodlegateway.ledger.Groups;
import org.moodlegateway.ledger.Groups.Claimed;
import org.moodlegateway.ledger.Groups.Group;
import org.moodlegateway.ledger.Groups.Member;
import org.moodlegateway.moodle.MoodleSite.CourseGroup;
import org.moodlegateway.moodle.MoodleSite.GroupMember;
import org.moodlegateway.moodle.MoodleSite.NewGroup;
import org.moodlegateway.moodle.Outcome.Blame;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts people who are enrolled into their groups: a list and a create the first time, then one call
 * for all new members. Whatever happens here never touches an enrolment.
 */
public final class GroupFiller {
    private static final Logger LOG = LoggerFactory.getLogger(GroupFiller.class);
    private static final int MOST_DOUBLINGS = 6;
    private static final Duration FIRST_WAIT = Duration.ofSeconds(15);

    private final MoodleSite moodle;
    private final Groups groups;
    private final MoodleSettings settings;

    public GroupFiller(MoodleSite moodle, Groups groups, MoodleSettings settings) {
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
            String trouble = find(missing, ids);
            if (!trouble.isEmpty()) {
                return trouble;
            }
        }
        return join(
                claimed.members().stream()
                        .filter(member -> ids.containsKey(member.groupRow()))
                        .toList(),
                ids);
    }

    private String find(List<Group> missing, Map<Long, Long> ids) {
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
            if (id == null) {
                absent.add(group);
            } else {
                known(group, id, ids);
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

    private String join(List<Member> members, Map<Long, Long> ids) {
        if (members.isEmpty()) {
            return "";
        }
        Outcome outcome =
                moodle.addMembers(
                                members.stream()
                                        .map(
                                                member ->
                                                        new GroupMember(
                                                                ids.get(member.groupRow()),
                                                                member.userId()))
                                        .toList())
                        .outcome();
        if (outcome instanceof Outcome.Done) {
            groups.joined(members);
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
            groups.park(members.get(0), refused.errorcode());
            LOG.error(
                    "Moodle refuses one member of a group, the enrolment stands entitlement={} code={}",
                    members.get(0).entitlementId(),
                    refused.errorcode());
            return "";
        }
        int middle = members.size() / 2;
        String first = join(members.subList(0, middle), ids);
        String second = join(members.subList(middle, members.size()), ids);
        return first.isEmpty() ? second : first;
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
