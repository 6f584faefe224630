package org.moodlegateway.moodle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.NullNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.moodlegateway.moodle.MoodleSite.Page;

/** Against a list that changes while it is read. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ParticipantsTest {
    private final TreeSet<Long> course = new TreeSet<>();
    private final List<Runnable> meanwhile = new ArrayList<>();
    private int calls;

    @Test
    void a_course_is_read_in_pages_and_nobody_is_overlooked_or_doubled() {
        LongStream.rangeClosed(1, 25).forEach(course::add);
        Participants<Long> people = new Participants<>(this::page, Long::longValue, 5);

        List<Long> all = new ArrayList<>(people.between(0, 7));
        all.addAll(people.between(7, 19));
        all.addAll(people.between(19, 40));

        assertThat(all).containsExactlyElementsOf(course);
        assertThat(calls).isLessThanOrEqualTo(2 + 4 + 3);
    }

    @Test
    void people_that_leave_while_it_is_read_hide_nobody() {
        LongStream.rangeClosed(1, 25).forEach(course::add);
        Participants<Long> people = new Participants<>(this::page, Long::longValue, 5);
        meanwhile.add(() -> {});
        meanwhile.add(() -> course.removeAll(List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L)));

        List<Long> all = people.between(0, 25);

        assertThat(all).containsSubsequence(course).doesNotHaveDuplicates();
    }

    @Test
    void people_that_come_while_it_is_read_double_nobody() {
        LongStream.rangeClosed(10, 30).forEach(course::add);
        Participants<Long> people = new Participants<>(this::page, Long::longValue, 5);
        meanwhile.add(() -> {});
        meanwhile.add(() -> LongStream.rangeClosed(1, 6).forEach(course::add));

        List<Long> all = people.between(0, 30);

        assertThat(all).doesNotHaveDuplicates().contains(10L, 20L, 30L);
    }

    @Test
    void an_empty_course_is_one_call() {
        Participants<Long> people = new Participants<>(this::page, Long::longValue, 5);

        assertThat(people.between(0, 100)).isEmpty();
        assertThat(calls).isOne();
    }

    private Answer<List<Long>> page(Page page) {
        if (calls < meanwhile.size()) {
            meanwhile.get(calls).run();
        }
        calls++;
        List<Long> rows = course.stream().skip(page.from()).limit(page.most()).toList();
        return new Answer<>(new Outcome.Done(NullNode.getInstance()), rows);
    }
}
