package org.moodlegateway.moodle;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.moodlegateway.moodle.Answer.UnreadableAnswerException;
import org.moodlegateway.moodle.MoodleSite.Account;
import org.moodlegateway.moodle.MoodleSite.Course;
import org.moodlegateway.moodle.MoodleSite.Enrolled;
import org.moodlegateway.moodle.MoodleSite.LastVisit;
import org.moodlegateway.moodle.MoodleSite.SiteInfo;

/** Reads what Moodle answers; keys that are not known are ignored. */
final class AnswerReader {
    private AnswerReader() {}

    static SiteInfo siteInfo(JsonNode body) {
        Set<String> functions = new HashSet<>();
        body.path("functions").forEach(function -> functions.add(function.path("name").asText()));
        return new SiteInfo(
                body.path("sitename").asText(),
                body.path("release").asText(),
                id(body, "userid"),
                body.path("username").asText(),
                functions);
    }

    static Course course(JsonNode course) {
        boolean manual = false;
        for (JsonNode method : course.path("enrollmentmethods")) {
            manual |= method.asText().equals("manual");
        }
        long start = course.path("startdate").asLong();
        long end = course.path("enddate").asLong();
        return new Course(
                id(course, "id"),
                course.path("shortname").asText(),
                start > 0 ? Instant.ofEpochSecond(start) : null,
                end > 0 ? Instant.ofEpochSecond(end) : null,
                manual);
    }

    static Account account(JsonNode user) {
        return new Account(
                id(user, "id"),
                user.path("username").asText(),
                user.path("email").asText(),
                user.path("suspended").asBoolean());
    }

    static LastVisit lastVisit(JsonNode user) {
        long at = user.path("lastcourseaccess").asLong();
        return new LastVisit(
                id(user, "id"),
                user.has("lastcourseaccess"),
                at > 0 ? Optional.of(Instant.ofEpochSecond(at)) : Optional.empty());
    }

    static Enrolled enrolled(JsonNode user) {
        List<String> roles = new ArrayList<>();
        user.path("roles").forEach(role -> roles.add(role.path("shortname").asText()));
        List<String> groups = new ArrayList<>();
        List<Long> groupIds = new ArrayList<>();
        user.path("groups")
                .forEach(
                        group -> {
                            groups.add(group.path("name").asText());
                            groupIds.add(group.path("id").asLong());
                        });
        return new Enrolled(id(user, "id"), roles, groups, groupIds);
    }

    static List<Long> ids(JsonNode rows, int expected) {
        List<Long> ids = each(rows, row -> id(row, "id"));
        if (ids.size() != expected) {
            throw new UnreadableAnswerException(ids.size() + " ids instead of " + expected);
        }
        return ids;
    }

    static <T> List<T> each(JsonNode rows, Function<JsonNode, T> read) {
        if (!rows.isArray()) {
            throw new UnreadableAnswerException("no list");
        }
        List<T> all = new ArrayList<>(rows.size());
        rows.forEach(row -> all.add(read.apply(row)));
        return all;
    }

    static long id(JsonNode row, String key) {
        JsonNode id = row.path(key);
        if (!id.canConvertToLong() || id.asLong() <= 0) {
            throw new UnreadableAnswerException("no " + key);
        }
        return id.asLong();
    }
}
