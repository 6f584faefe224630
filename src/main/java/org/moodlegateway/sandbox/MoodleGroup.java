package org.moodlegateway.sandbox;

/** A group of a course. */
public record MoodleGroup(
        long id, long courseid, String name, String idnumber, String description) {}
