package org.moodlegateway.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.moodlegateway.ledger.Outbox.Fact;

/**
 * What Moodle refuses as a whole. Only what is in a pause's scope waits, it burns no attempts, and
 * it goes on by itself once a probe is answered. One alert says that it began, one that it is over.
 */
public final class Pauses {
    private static final Duration FIRST_PROBE = Duration.ofSeconds(15);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
    private static final int MOST_DOUBLINGS = 5;

    private final Ledger ledger;

    public Pauses(Ledger ledger) {
        this.ledger = ledger;
    }

    /** How much a refusal stops. */
    public enum Scope {
        /** Everything: maintenance, bad token, network. */
        SITE,
        /** One course; the subject is Moodle's course id. */
        COURSE,
        /** One role in one course; the subject is {@code courseid/role}. */
        ROLE,
        /** Taking back access and roles in one course; the subject is Moodle's course id. */
        TAKING,
        /** One web-service function; the subject is its name. */
        FUNCTION
    }

    /** A pause as people see it. */
    public record Pause(
            Scope scope,
            String subject,
            String code,
            String hint,
            Instant since,
            Instant probeAt,
            int probes) {}

    /**
     * Begins a pause, or prolongs it after a failed probe.
     *
     * @param stated how long Moodle asks to be left alone; zero if it doesn't say
     * @return how long to wait for the next probe
     */
    public Duration begin(Scope scope, String subject, String code, String hint, Duration stated) {
        Instant now = ledger.clock().instant();
        return ledger.transaction(
                handle -> {
                    Optional<Pause> there = find(handle, scope, subject);
                    int probes =
                            there.map(
                                            pause ->
                                                    pause.probeAt.isAfter(now)
                                                            ? pause.probes
                                                            : pause.probes + 1)
                                    .orElse(0);
                    Duration wait = wait(probes, stated);
                    if (there.isPresent()) {
                        handle.execute(
                                "update pause set code = ?, hint = ?, probe_at = ?, probes = ?"
                                        + " where scope = ? and subject = ?",
                                code,
                                hint,
                                now.plus(wait),
                                probes,
                                scope.name(),
                                subject);
                    } else {
                        int added =
                                handle.execute(
                                        """
                                        insert into pause (scope, subject, code, hint, since, probe_at, probes) values (?, ?, ?, ?, ?, ?, 0)
                                        on conflict do nothing
                                        """,
                                        scope.name(),
                                        subject,
                                        code,
                                        hint,
                                        now,
                                        now.plus(wait));
                        if (added == 1) {
                            Outbox.note(
                                    handle,
                                    now,
                                    fact(handle, "alert", now, scope, subject, code, hint, now));
                        }
                    }
                    return wait;
                });
    }

    private static Duration wait(int probes, Duration stated) {
        Duration own = FIRST_PROBE.multipliedBy(1L << Math.min(probes, MOST_DOUBLINGS));
        Duration asked = stated.compareTo(own) > 0 ? stated : own;
        return asked.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : asked;
    }

    /** What people are told; {@code at} makes it another fact each time. */
    private static Fact fact(
            Handle handle,
            String kind,
            Instant at,
            Scope scope,
            String subject,
            String code,
            String hint,
            Instant since) {
        return new Fact(
                kind,
                String.join(" ", kind, "pause", scope.name(), subject, at.toString()),
                "",
                "",
                Map.of(
                        "alert",
                        scope.name().toLowerCase(Locale.ROOT) + "-refused",
                        "subject",
                        subject,
                        "course",
                        course(handle, scope, subject),
                        "code",
                        code,
                        "hint",
                        hint,
                        "since",
                        since.toString()));
    }

    /** The name of the course that a pause is about, empty if it is about none that is known. */
    private static String course(Handle handle, Scope scope, String subject) {
        return scope == Scope.COURSE || scope == Scope.ROLE || scope == Scope.TAKING
                ? handle.select(
                                "select coalesce(called, name) from course where cast(moodle_id as varchar(20)) = ?",
                                subject.split("/", 2)[0])
                        .mapTo(String.class)
                        .findOne()
                        .orElse("")
                : "";
    }

    /** Ends a pause, if there is one: what waited is due at once. */
    public void end(Scope scope, String subject) {
        Instant now = ledger.clock().instant();
        ledger.transaction(
                handle -> {
                    Optional<Pause> there = find(handle, scope, subject);
                    int ended =
                            handle.execute(
                                    "delete from pause where scope = ? and subject = ?",
                                    scope.name(),
                                    subject);
                    if (ended == 1 && there.isPresent()) {
                        Pause over = there.get();
                        Outbox.note(
                                handle,
                                now,
                                fact(
                                        handle,
                                        "alert-over",
                                        now,
                                        scope,
                                        subject,
                                        over.code(),
                                        over.hint(),
                                        over.since()));
                        handle.execute(
                                "update entitlement set due_at = ? where state = 'DIRTY' and due_at"
                                        + " > ? and code is not null and attempts = 0",
                                now,
                                now);
                    }
                    return ended;
                });
    }

    /** The site's pause, if all waits. */
    public Optional<Pause> site() {
        return ledger.read(handle -> find(handle, Scope.SITE, ""));
    }

    public List<Pause> all() {
        return ledger.read(
                handle ->
                        handle.select("select * from pause order by since")
                                .map((row, context) -> read(row))
                                .list());
    }

    private static Optional<Pause> find(Handle handle, Scope scope, String subject) {
        return handle.select(
                        "select * from pause where scope = ? and subject = ?",
                        scope.name(),
                        subject)
                .map((row, context) -> read(row))
                .findOne();
    }

    private static Pause read(ResultSet row) throws SQLException {
        return new Pause(
                Scope.valueOf(row.getString("scope")),
                row.getString("subject"),
                row.getString("code"),
                row.getString("hint"),
                Rows.instant(row, "since"),
                Rows.instant(row, "probe_at"),
                row.getInt("probes"));
    }
}
