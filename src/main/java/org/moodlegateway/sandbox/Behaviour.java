package org.moodlegateway.sandbox;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/**
 * Which Moodle the sandbox is, where releases differ.
 *
 * <p>{@code 4.4} is the 4.4 development build the sandbox was measured against; {@code 5.x} is what
 * the source of 5.1.3 and 5.2 says, with what a 5.0.6 was measured to answer without debugging: one
 * word for every record it lacks, and {@code policyagreed} 0 without a policy. They differ in:
 * {@code roleid} of {@code enrol_manual_unenrol_users} (5.x refuses it), the account checks of
 * enrol and unenrol, the namespace of exception names, the {@code initials} of a person, {@code
 * policyagreed}, the moment of the password mail, the course welcome message and the answer to a
 * half-good batch of messages.
 */
public enum Behaviour {
    V4_4("4.4", "4.4dev (Build: 20231215)", "2023121500"),
    V5("5.x", "5.1.3+ (Build: 20260327)", "2025100603.05");

    private final String text;
    private final String release;
    private final String version;

    Behaviour(String text, String release, String version) {
        this.text = text;
        this.release = release;
        this.version = version;
    }

    /** Reads {@code 4.4} or {@code 5.x}. */
    @JsonCreator
    public static Behaviour of(String text) {
        return Arrays.stream(values())
                .filter(behaviour -> behaviour.text.equals(text))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "behaviour \"" + text + "\" is neither 4.4 nor 5.x"));
    }

    /** As the site's information page gives it. */
    String release() {
        return release;
    }

    /** Moodle's version number, also the version of each function. */
    String version() {
        return version;
    }

    boolean isFive() {
        return this == V5;
    }

    @Override
    @JsonValue
    public String toString() {
        return text;
    }
}
