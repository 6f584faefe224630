package org.moodlegateway.notice;

import java.time.Duration;

/**
 * How mails leave.
 *
 * @param host empty: no mail is sent
 * @param port of the server, never 0
 * @param startTls whether the connection begins in the clear and must become TLS; else it is TLS
 *     from its first byte
 * @param user empty for a server that asks for none
 * @param trust PEM file with the certificates to trust instead of Java's own, empty for Java's own
 * @param from the sender's address, perhaps with a name
 * @param timeout for each step of talking to the server
 */
record MailSettings(
        String host,
        int port,
        boolean startTls,
        String user,
        String password,
        String trust,
        String from,
        Duration timeout) {

    boolean isOn() {
        return !host.isEmpty();
    }

    @Override
    public String toString() {
        return "MailSettings[" + host + ":" + port + "]";
    }
}
