package org.moodlegateway.sandbox;

import java.time.Instant;
import java.util.Map;

/**
 * One line of the journal: a change that is committed and stays so.
 *
 * @param number counts from 1 and never restarts, not even at a reset
 * @param at when it was committed, by the sandbox's clock
 * @param request the call that did it, counted from 1; 0 for a change by hand or by cron
 * @param caller name of the caller, {@code hand} or {@code cron}
 * @param function the web-service function, or empty
 * @param userid 0 when no account is concerned
 * @param courseid 0 when no course is concerned
 * @param about what else is to say: user name, short name, times in seconds, role, group
 */
public record Effect(
        long number,
        Instant at,
        long request,
        String caller,
        String function,
        EffectKind kind,
        long userid,
        long courseid,
        Map<String, Object> about) {}
