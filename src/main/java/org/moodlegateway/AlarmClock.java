package org.moodlegateway;

/** What a tick of the housekeeping route rings. */
public final class AlarmClock {
    private final Runnable bell;

    AlarmClock(Runnable bell) {
        this.bell = bell;
    }

    /** Has all workers look for work now. */
    public void wake() {
        bell.run();
    }
}
