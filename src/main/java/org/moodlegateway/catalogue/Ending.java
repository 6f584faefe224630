package org.moodlegateway.catalogue;

/** What becomes of somebody's enrolment when no seat covers it any more. */
public enum Ending {
    /** It stays as it is; an end date still ends it. */
    KEEP,
    /** It stays, shut: marks and roles are still there. */
    SUSPEND,
    /** It goes, and with it groups and perhaps marks. */
    UNENROL;

    /** Of two, the one that takes less away. */
    public Ending gentler(Ending other) {
        return compareTo(other) <= 0 ? this : other;
    }
}
