package org.moodlegateway;

/** The gateway's {@code main}. */
public final class Gateway {

    private Gateway() {}

    public static void main(String[] arguments) {
        System.exit(0);
    }
}
