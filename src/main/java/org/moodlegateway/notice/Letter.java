package org.moodlegateway.notice;

/**
 * A text for people, with what stands above it.
 *
 * @param subject one line
 * @param text plain text with line feeds
 */
public record Letter(String subject, String text) {
    private static final int LONGEST_SUBJECT = 200;

    public Letter {
        String line = subject.replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029\\s]+", " ").strip();
        subject = line.length() > LONGEST_SUBJECT ? line.substring(0, LONGEST_SUBJECT) : line;
    }
}
