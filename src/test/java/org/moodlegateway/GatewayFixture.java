package org.moodlegateway;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.moodlegateway.ledger.Inbox;
import org.moodlegateway.ledger.RejectedMessage;
import org.moodlegateway.ledger.RejectedMessages;
import org.moodlegateway.sandbox.Effect;
import org.moodlegateway.sandbox.EffectKind;
import org.moodlegateway.sandbox.Sandbox;
import org.moodlegateway.sandbox.SandboxSettings;
import org.moodlegateway.sandbox.SandboxState;
import org.moodlegateway.settings.Settings;

/**
 * A gateway with the shipped routes and configuration, a sandbox Moodle over HTTP, an H2 ledger,
 * and a clock that a test moves.
 */
public final class GatewayFixture implements AutoCloseable {
    public final MovableClock clock = MovableClock.at("2026-02-01T00:00:00Z");
    public final Sandbox moodle;
    private final Path directory;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private Path config = Path.of("config");
    private RunningGateway gateway;

    private GatewayFixture(Path directory, SandboxSettings sandbox) {
        this.directory = directory;
        this.moodle = Sandbox.start(sandbox, clock, 0);
        environment.put("MOODLE_URL", moodle.baseUri().toString());
        environment.put("MOODLE_TOKEN", "sandbox-token");
        environment.put(
                "LEDGER_URL",
                "jdbc:h2:file:" + directory.resolve("ledger") + ";MODE=PostgreSQL;WRITE_DELAY=0");
        environment.put("LEDGER_LEASE", "PT60S");
        environment.put("MOODLE_SETTLE", "PT2M");
        environment.put("INTAKE_INBOX", directory.resolve("inbox").toString());
    }

    /** With the shipped sandbox content, as fast as it goes. */
    public static GatewayFixture in(Path directory) {
        return in(directory, builder -> builder);
    }

    public static GatewayFixture in(
            Path directory, UnaryOperator<SandboxSettings.Builder> content) {
        SandboxSettings shipped = SandboxSettings.read(Path.of("config", "sandbox.yaml"));
        SandboxSettings.Builder builder =
                shipped.toBuilder().dials(shipped.dials().withLatency(0, 0));
        return new GatewayFixture(directory, content.apply(builder).build());
    }

    /** Sets a key for gateways that start from now on. */
    public GatewayFixture with(String environmentName, String value) {
        environment.put(environmentName, value);
        return this;
    }

    /** Takes another configuration for gateways that start from now on. */
    public GatewayFixture configuredBy(Path otherConfig) {
        config = otherConfig;
        return this;
    }

    /** What gateways are started with. */
    public Map<String, String> environment() {
        return Map.copyOf(environment);
    }

    public RunningGateway gateway() {
        if (gateway == null) {
            gateway = RunningGateway.start(settings(), clock, false);
        }
        return gateway;
    }

    public Settings settings() {
        return Settings.read(config, Path.of("routes"), environment);
    }

    /** Stops the gateway and starts another one on the same ledger. */
    public void restart() {
        gateway().close();
        gateway = null;
        gateway();
    }

    /** Stores orders, as intake does. */
    public GatewayFixture take(Orders... orders) {
        for (Orders order : orders) {
            take(order.json());
        }
        return this;
    }

    public long take(byte[] body) {
        return new Inbox(gateway().ledger())
                .keep("web", "http", "test", UUID.randomUUID().toString(), body)
                .id();
    }

    public GatewayFixture work() {
        gateway().workUntilNothingIsDue();
        return this;
    }

    /** {@code roles timestart-timeend}, or {@code none}. */
    public String shown(String username, String course) {
        return moodle.enrolment(username, course)
                .map(
                        row ->
                                String.join(",", row.roles())
                                        + " "
                                        + row.timestart()
                                        + "-"
                                        + row.timeend()
                                        + (row.suspended() ? " suspended" : ""))
                .orElse("none");
    }

    /** Members of a group, sorted. */
    public List<String> group(String course, String name) {
        return moodle
                .state()
                .group(course, name)
                .map(SandboxState.Group::members)
                .orElse(List.of())
                .stream()
                .sorted()
                .toList();
    }

    public List<String> seatStates() {
        return list(
                "select state from seat where kind = 'PAID' order by shop, order_id, line_id,"
                        + " number");
    }

    public List<String> entitlements() {
        return list(
                "select p.person_key || ' ' || e.state || coalesce(' ' || e.code, '') from"
                        + " entitlement e join person p on p.id = e.person_id order by p.person_key,"
                        + " e.course_id");
    }

    public List<RejectedMessage> rejected() {
        return new RejectedMessages(gateway().ledger()).all(100);
    }

    public List<String> list(String select) {
        return gateway().ledger().read(handle -> handle.select(select).mapTo(String.class).list());
    }

    public long effects(EffectKind kind) {
        return moodle.journal().stream().filter(effect -> effect.kind() == kind).count();
    }

    public List<Effect> journal() {
        return moodle.journal();
    }

    public Path directory() {
        return directory;
    }

    @Override
    public void close() {
        if (gateway != null) {
            gateway.close();
        }
        moodle.close();
    }
}
