package org.moodlegateway.sandbox;

/** A role. {@code course} says whether it can be assigned in a course at all. */
public record MoodleRole(long id, String shortname, String name, boolean course) {}
