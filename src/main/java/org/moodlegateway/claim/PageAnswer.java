package org.moodlegateway.claim;

/**
 * What a browser gets.
 *
 * @param location where to go on, relative to the page; empty to stay
 * @param html empty if it goes on elsewhere
 */
record PageAnswer(int status, String location, String html) {
    static PageAnswer page(int status, String html) {
        return new PageAnswer(status, "", html);
    }

    /** On to another address, by GET. */
    static PageAnswer goOn(String location) {
        return new PageAnswer(303, location, "");
    }

    @Override
    public String toString() {
        return "PageAnswer[" + status + "]";
    }
}
