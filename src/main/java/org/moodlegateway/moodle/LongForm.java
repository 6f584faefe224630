package org.moodlegateway.moodle;

import java.io.IOException;

/** A look-up with more variables than any call of ours has, to see whether a site loses some. */
public final class LongForm {
    private final Transport transport;
    private final String token;

    public LongForm(Transport transport, String token) {
        this.transport = transport;
        this.token = token;
    }

    /**
     * Whether all of so many variables arrive: the last value asked for is an account that exists.
     */
    public Answer<Boolean> arrives(int variables, long knownUserId) {
        MoodleForm form = new MoodleForm(WebFunction.USERS_BY_FIELD).put("field", "id");
        int values = variables - 4;
        for (int i = 0; i < values - 1; i++) {
            form.put("values[" + i + "]", 0);
        }
        form.put("values[" + (values - 1) + "]", knownUserId);
        return Answer.of(send(form), done -> done.body().size() == 1);
    }

    private Outcome send(MoodleForm form) {
        try {
            return Outcomes.of(
                    form.function(), transport.send(form.function(), form.encodeAnyLength(token)));
        } catch (IOException e) {
            return Outcomes.of(e);
        }
    }
}
