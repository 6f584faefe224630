package org.moodlegateway.sandbox;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A running Moodle in memory: its web service over real HTTP, under {@link #baseUri()}, and a look
 * behind the scenes from inside the process. Safe for several threads.
 */
public final class Sandbox implements AutoCloseable {
    private final MoodleSite site;
    private final SandboxServer server;
    private final URI baseUri;

    private Sandbox(MoodleSite site, SandboxServer server, URI baseUri) {
        this.site = site;
        this.server = server;
        this.baseUri = baseUri;
    }

    /** Starts on the loopback address; port 0 takes a free one. */
    public static Sandbox start(SandboxSettings settings, Clock clock, int port) {
        return start(settings, clock, "127.0.0.1", port);
    }

    /**
     * Starts on this address. The control paths are open to whoever reaches it.
     *
     * @throws IllegalStateException when the port is taken
     */
    public static Sandbox start(SandboxSettings settings, Clock clock, String host, int port) {
        MoodleSite site = new MoodleSite(settings, clock);
        SandboxServer server;
        try {
            server = SandboxServer.listen(site, host, port);
        } catch (RuntimeException e) {
            site.close();
            throw e;
        }
        URI baseUri = URI.create("http://" + host + ":" + server.port());
        site.url(baseUri.toString());
        return new Sandbox(site, server, baseUri);
    }

    /** Where the site is; the web service is at {@code /webservice/rest/server.php} below it. */
    public URI baseUri() {
        return baseUri;
    }

    /** A copy of all rows. */
    public SandboxState state() {
        return site.state();
    }

    /** One enrolment by user name and short name, cheaper than the whole state. */
    public Optional<SandboxState.Enrolment> enrolment(String username, String shortname) {
        return site.enrolment(username, shortname);
    }

    /** Every effect since the start or the last reset. */
    public List<Effect> journal() {
        return site.journal(0);
    }

    /** The effects with a higher number. */
    public List<Effect> journalAfter(long number) {
        return site.journal(number);
    }

    /** What was asked since the start or the last reset. */
    public Calls calls() {
        return site.calls();
    }

    public Dials dials() {
        return site.dials();
    }

    /** Sets all dials; counters and random numbers of the faults start again. */
    public void turn(Dials dials) {
        site.turn(dials);
    }

    /** Sets the faults and leaves the other dials. */
    public void fail(Fault... faults) {
        site.turn(site.dials().withFaults(faults));
    }

    /** Changes behind the web service's back. */
    public Administrator administrator() {
        return new Administrator(site);
    }

    /** Runs Moodle's cron as if it were this time; how many enrolments it suspended or ended. */
    public int cron(Instant at) {
        return cron(at, site.expiredAction());
    }

    /** The same with another action than that of the settings. */
    public int cron(Instant at, ExpiredAction action) {
        return site.cron(at, action);
    }

    /** Back to the start content and the start dials. */
    public void reset() {
        site.reset();
    }

    @Override
    public void close() {
        server.close();
        site.close();
    }
}
