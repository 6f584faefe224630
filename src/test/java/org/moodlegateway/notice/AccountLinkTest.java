package org.moodlegateway.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moodlegateway.Orders.order;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moodlegateway.GatewayFixture;
import org.moodlegateway.sandbox.Fault;
import org.moodlegateway.sandbox.Fault.Kind;
import org.moodlegateway.sandbox.Fault.Work;

/** With {@code moodle.credentials=link}, the gateway tells people how to get in. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class AccountLinkTest {
    @TempDir private Path directory;
    private GatewayFixture fixture;

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void each_new_person_is_mailed_one_link_and_those_who_had_an_account_none() {
        try (Mailbox mailbox = Mailbox.open()) {
            fixture =
                    mailbox.configure(GatewayFixture.in(directory))
                            .with("MOODLE_CREDENTIALS", "link");

            fixture.take(
                            order("A-1")
                                    .line("SCI-YEAR", 2, "new1@example.org", "new2@example.org"),
                            order("A-2").line("MATH-WEEK", 1, "new1@example.org"),
                            order("A-3").line("SCI-YEAR", 1, "ana@example.org"))
                    .work();

            assertThat(mailbox.to("new1@example.org")).hasSize(1);
            assertThat(mailbox.to("new2@example.org")).hasSize(1);
            assertThat(mailbox.to("ana@example.org")).isEmpty();
            assertThat(Mailbox.text(mailbox.to("new1@example.org").get(0)))
                    .contains(
                            "First Last",
                            "new1@example.org",
                            fixture.moodle.baseUri() + "/login/forgot_password.php");
        }
    }

    @Test
    void an_account_whose_making_was_uncertain_is_told_once_it_is_found() {
        try (Mailbox mailbox = Mailbox.open()) {
            fixture =
                    mailbox.configure(GatewayFixture.in(directory))
                            .with("MOODLE_CREDENTIALS", "link");
            fixture.moodle.fail(
                    Fault.next(1, Kind.RESET).of("core_user_create_users").doing(Work.DONE));
            fixture.take(order("A-1").line("SCI-YEAR", 1, "new@example.org")).work();
            assertThat(mailbox.to("new@example.org")).isEmpty();

            fixture.clock.forward(Duration.ofMinutes(2));
            fixture.work();

            assertThat(mailbox.to("new@example.org")).hasSize(1);
        }
    }

    @Test
    void moodle_that_mails_passwords_itself_leaves_nothing_to_tell() {
        try (Mailbox mailbox = Mailbox.open()) {
            fixture = mailbox.configure(GatewayFixture.in(directory));

            fixture.take(order("A-1").line("SCI-YEAR", 1, "new@example.org")).work();

            assertThat(mailbox.to("new@example.org")).isEmpty();
            assertThat(fixture.list("select kind from outbox where channel = 'FACT' order by id"))
                    .containsExactly("line-fulfilled", "order-fulfilled");
        }
    }
}
