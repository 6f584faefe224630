/**
 * A Moodle in memory behind real HTTP, with the rules a real one was measured to have, and no
 * friendlier: for demonstrations, and as the counterpart of tests.
 *
 * <p>In comes what a web-service client sends to {@code /webservice/rest/server.php}; out goes what
 * Moodle would answer, or what {@link org.moodlegateway.sandbox.Dials} make of it. Every committed
 * change stands in a journal. Nothing is kept on disk but, if asked, that journal.
 *
 * <p>What no Moodle has lies below {@code /sandbox/}, JSON in and out, open to whoever reaches the
 * port:
 *
 * <ul>
 *   <li>{@code GET state?course=SHORTNAME&user=USERNAME}: people, courses, enrolments, groups;
 *   <li>{@code GET journal?after=NUMBER}: {@link org.moodlegateway.sandbox.Effect}s; {@code GET
 *       calls}: {@link org.moodlegateway.sandbox.Calls};
 *   <li>{@code GET dials}, {@code PUT dials}: keys that are sent replace those that are set, for
 *       instance <code>{"latency-millis": 20, "faults": [{"kind": "reset", "effect": "late",
 *       "delay-millis": 500, "function": "enrol_manual_enrol_users", "next": 1}]}</code>;
 *   <li>{@code GET callers}, {@code POST callers}: by {@code name}, keys of {@link
 *       org.moodlegateway.sandbox.Caller}, for instance <code>{"name": "demo", "revoked": true}
 *       </code>;
 *   <li>{@code POST courses}, {@code users}, {@code groups}, {@code enrolments}: keys as in the
 *       settings, adds or changes; {@code DELETE enrolments?user=USERNAME&course=SHORTNAME}; {@code
 *       POST visits} with {@code user}, {@code course} and {@code at};
 *   <li>{@code POST cron}, with {@code at} or now and {@code action} or the setting's; {@code POST
 *       reset}: back to the start content.
 * </ul>
 */
package org.moodlegateway.sandbox;
