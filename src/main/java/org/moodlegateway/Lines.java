package org.moodlegateway;

import java.time.Duration;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.main.Main;
import org.moodlegateway.line.CallLine;
import org.moodlegateway.moodle.MoodleSettings;
import org.moodlegateway.settings.Settings;
import org.moodlegateway.settings.SettingsException;

/** The lines out: to Moodle, to those who are told, and to shops, each with its own deadline. */
record Lines(CallLine moodle, CallLine callOut, CallLine shops) implements AutoCloseable {

    static Lines open(Settings settings, MoodleSettings moodle) {
        Duration timeout = settings.duration("shop.timeout");
        // a question must be over before the turn to ask is
        if (timeout.compareTo(settings.duration("ledger.lease")) >= 0) {
            throw new SettingsException("shop.timeout must be shorter than ledger.lease");
        }
        return new Lines(
                new CallLine(moodle.callTimeout()),
                new CallLine(settings.duration("notice.timeout")),
                new CallLine(timeout, settings.number("shop.max-answer")));
    }

    /** Under the names by which routes call them. */
    void bindTo(Main main) {
        main.bind("moodleLine", moodle);
        main.bind("callOutLine", callOut);
        main.bind("shopLine", shops);
    }

    /** Nothing is repeated behind our back, and nothing waits for ever. */
    static void careful(CamelContext context, Settings settings) {
        for (String scheme : List.of("http", "https")) {
            HttpComponent http = context.getComponent(scheme, HttpComponent.class);
            long callMillis = settings.duration("moodle.call-timeout").toMillis();
            long connectMillis = settings.duration("moodle.connect-timeout").toMillis();
            http.setAutomaticRetriesDisabled(true);
            http.setFollowRedirects(false);
            http.setConnectTimeout(connectMillis);
            http.setConnectionRequestTimeout(connectMillis);
            http.setResponseTimeout(callMillis);
            http.setSoTimeout(callMillis);
            http.setConnectionTimeToLive(settings.duration("moodle.keep-alive").toMillis());
        }
    }

    @Override
    public void close() {
        moodle.close();
        callOut.close();
        shops.close();
    }
}
