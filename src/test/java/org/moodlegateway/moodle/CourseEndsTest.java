package org.moodlegateway.moodle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moodlegateway.GatewayFixture;
import org.moodlegateway.sandbox.SandboxSettings;

/** Seats that end when their course ends, and those that its end cuts short. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class CourseEndsTest {
    private static final Instant END = Instant.parse("2026-06-30T20:00:00Z");

    @TempDir private Path directory;
    private GatewayFixture fixture;

    @BeforeEach
    void open() {
        fixture =
                GatewayFixture.in(
                        directory,
                        content ->
                                content.course(
                                                new SandboxSettings.Course(
                                                        "ENDS", null, null, null, END, true, null,
                                                        null))
                                        .course(SandboxSettings.Course.of("ENDLESS")));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private void buy(String id, String course, String parameters) {
        fixture.take(
                """
                {"id":"%s","status":"paid","updatedAt":"2026-01-15T09:30:00Z","paidAt":"2026-01-15T09:30:00Z",
                 "buyer":{"email":"office@example.org"},
                 "lines":[{"id":"1","product":"SCI-180","quantity":1,"parameters":"coursename=%s&%s",
                           "participants":[{"email":"%s@example.org"}]}]}
                """
                        .formatted(id, course, parameters, id)
                        .getBytes(UTF_8));
        fixture.work();
    }

    private long end(String person, String course) {
        return fixture.moodle.enrolment(person + "@example.org", course).orElseThrow().timeend();
    }

    @Test
    void a_seat_ends_with_its_course() {
        buy("a", "ENDS", "endtime=endofcourse");

        assertThat(end("a", "ENDS")).isEqualTo(END.getEpochSecond());
        assertThat(fixture.list("select to_char(ends_at, 'YYYY') from seat where kind = 'PAID'"))
                .containsExactly("2026");
    }

    @Test
    void a_seat_of_a_course_without_end_has_none() {
        buy("b", "ENDLESS", "endtime=endofcourse");

        assertThat(end("b", "ENDLESS")).isZero();
    }

    @Test
    void the_end_of_a_course_caps_what_is_longer_and_nothing_else() {
        buy("c", "ENDS", "duration=365&notaftercourse=true");
        buy("d", "ENDS", "duration=10&notaftercourse=true");
        buy("e", "ENDLESS", "duration=10&notaftercourse=true");

        long tenDays = Instant.parse("2026-01-25T09:30:00Z").getEpochSecond();
        assertThat(end("c", "ENDS")).isEqualTo(END.getEpochSecond());
        assertThat(end("d", "ENDS")).isEqualTo(tenDays);
        assertThat(end("e", "ENDLESS")).isEqualTo(tenDays);
    }

    @Test
    void a_course_that_was_found_before_ends_were_kept_is_asked_once_more() {
        buy("f", "ENDS", "duration=10");
        fixture.gateway()
                .ledger()
                .transaction(
                        handle ->
                                handle.execute("update course set ends_at = null, end_state = ''"));

        buy("g", "ENDS", "endtime=endofcourse");
        fixture.clock.forward(Duration.ofHours(1));
        fixture.work();

        assertThat(end("g", "ENDS")).isEqualTo(END.getEpochSecond());
    }
}
