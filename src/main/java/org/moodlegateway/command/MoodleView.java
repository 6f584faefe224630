package org.moodlegateway.command;

import static java.util.stream.Collectors.groupingBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.moodlegateway.command.Refusal.StoppedException;
import org.moodlegateway.entitlement.Folding;
import org.moodlegateway.entitlement.Grant;
import org.moodlegateway.entitlement.Wish;
import org.moodlegateway.ledger.SeatView;
import org.moodlegateway.moodle.MoodleSite;
import org.moodlegateway.moodle.MoodleSite.Enrolled;
import org.moodlegateway.sandbox.Sandbox;
import org.moodlegateway.seat.Period;
import org.moodlegateway.seat.SeatState;

/** What Moodle has, asked from Moodle. */
final class MoodleView {
    private record Place(long courseId, long userId) {}

    private final Map<Place, Shown> shown = new HashMap<>();

    private MoodleView() {}

    /** A sandbox is asked behind the scenes, and tells everything. */
    static MoodleView of(Sandbox sandbox) {
        MoodleView view = new MoodleView();
        sandbox.state()
                .enrolments()
                .forEach(
                        row ->
                                view.add(
                                        new Shown(
                                                row.userid(),
                                                row.courseid(),
                                                row.roles(),
                                                row.timestart(),
                                                row.timeend(),
                                                row.groups())));
        return view;
    }

    /**
     * Any other Moodle is asked by web service, course by course. It tells no dates: they are those
     * that the ledger sent.
     */
    static MoodleView of(MoodleSite moodle, List<SeatView> seats, Instant now) {
        MoodleView view = new MoodleView();
        Map<Long, List<SeatView>> byCourse =
                seats.stream()
                        .filter(seat -> seat.courseId() != null && seat.accountId() != null)
                        .collect(
                                groupingBy(
                                        SeatView::courseId,
                                        TreeMap::new,
                                        java.util.stream.Collectors.toList()));
        byCourse.forEach(
                (course, inCourse) -> {
                    List<Enrolled> people =
                            moodle.enrolled(course)
                                    .done()
                                    .orElseThrow(
                                            () ->
                                                    new StoppedException(
                                                            "Moodle doesn't tell who is in course "
                                                                    + course
                                                                    + "; doctor says why"));
                    people.forEach(person -> view.add(course, person, inCourse, now));
                });
        return view;
    }

    private void add(long course, Enrolled person, List<SeatView> inCourse, Instant now) {
        List<Grant> grants = new ArrayList<>();
        inCourse.stream()
                .filter(seat -> seat.accountId() == person.userId())
                .filter(seat -> seat.state() == SeatState.ACTIVE)
                .forEach(seat -> grants.add(new Grant(seat.role(), period(seat))));
        Optional<Period> sent = Folding.fold(grants, now).map(Wish::period);
        add(
                new Shown(
                        person.userId(),
                        course,
                        person.roles(),
                        sent.map(period -> Json.seconds(period.startInclusive())).orElse(null),
                        sent.map(period -> Json.seconds(period.endExclusive())).orElse(null),
                        person.groups()));
    }

    private static Period period(SeatView seat) {
        return new Period(seat.start(), seat.end() == null ? Period.NO_END : seat.end());
    }

    private void add(Shown row) {
        shown.put(new Place(row.courseId(), row.userId()), row);
    }

    /** What Moodle has for the seat's person in the seat's course. */
    Optional<Shown> of(SeatView seat) {
        return seat.courseId() == null || seat.accountId() == null
                ? Optional.empty()
                : Optional.ofNullable(shown.get(new Place(seat.courseId(), seat.accountId())));
    }
}
