package org.moodlegateway.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.Arrays;
import java.util.List;

/**
 * The segments of a request's path, decoded. Read from the request itself, as parameters of a path
 * share their names with headers, which anybody may send.
 */
public record RequestPath(List<String> segments) {
    public RequestPath {
        segments = List.copyOf(segments);
    }

    /**
     * Takes a raw path apart.
     *
     * @throws RefusedException 404 if it is badly encoded
     */
    public static RequestPath of(String rawPath) {
        try {
            return new RequestPath(
                    Arrays.stream(rawPath.substring(1).split("/", -1))
                            .map(segment -> URLDecoder.decode(segment.replace("+", "%2B"), UTF_8))
                            .toList());
        } catch (IllegalArgumentException e) {
            throw new RefusedException(404, "not-found", "the path is badly encoded");
        }
    }

    /** The segment at this place from 0; empty if there is none. */
    public String at(int place) {
        return place < segments.size() ? segments.get(place) : "";
    }
}
