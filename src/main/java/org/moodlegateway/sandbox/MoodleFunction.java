package org.moodlegateway.sandbox;

/**
 * A web-service function: its name, the shape of its parameters and what it does.
 *
 * @param lockedKey key of the rows that names the person written about; empty for a function that
 *     locks nobody
 * @param inService false for a function that exists on the site, but in no service
 */
record MoodleFunction(
        String name, Shape parameters, String lockedKey, boolean inService, Body body) {

    /** The answer: null, or maps and lists as JSON shows them. */
    interface Body {
        Object answer(Call call);
    }

    static MoodleFunction reading(String name, Shape parameters, Body body) {
        return new MoodleFunction(name, parameters, "", true, body);
    }

    static MoodleFunction writing(String name, Shape parameters, String lockedKey, Body body) {
        return new MoodleFunction(name, parameters, lockedKey, true, body);
    }
}
