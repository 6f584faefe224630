package org.moodlegateway.sandbox;

import java.util.Map;

/** What goes back over HTTP. {@code refused} marks an exception of Moodle. */
record Answer(
        int status, String contentType, Map<String, String> headers, String body, boolean refused) {

    static Answer json(String body) {
        return new Answer(200, "application/json; charset=utf-8", Map.of(), body, false);
    }

    static Answer html(int status, String title, Map<String, String> headers) {
        String page =
                "<!DOCTYPE html><html><head><title>%s</title></head><body><h1>%s</h1></body></html>"
                        .formatted(title, title);
        return new Answer(status, "text/html; charset=utf-8", headers, page, false);
    }

    static Answer empty(int status) {
        return new Answer(status, "text/html; charset=utf-8", Map.of(), "", false);
    }

    /** A function's result in the format the client asked for. */
    static Answer result(Object value, boolean json) {
        return json ? json(MoodleJson.write(value)) : xml(MoodleXml.result(value), false);
    }

    static Answer refusal(MoodleError error, Behaviour behaviour, boolean json) {
        if (!json) {
            return xml(MoodleXml.refusal(error, behaviour), true);
        }
        Map<String, Object> body = Fields.with("exception", error.exception(behaviour)).map();
        if (error.code() != null) {
            body.put("errorcode", error.code(behaviour));
        }
        body.put("message", error.getMessage());
        return new Answer(
                200, "application/json; charset=utf-8", Map.of(), MoodleJson.write(body), true);
    }

    /** The same answer with the last half of its body missing. */
    Answer truncated() {
        return new Answer(
                status, contentType, headers, body.substring(0, body.length() / 2), refused);
    }

    private static Answer xml(String body, boolean refused) {
        return new Answer(200, "application/xml; charset=utf-8", Map.of(), body, refused);
    }
}
