package org.moodlegateway.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class EmailsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ana@example.org",
                "Ana.Silva+shop@Example.ORG",
                "a@b.co",
                "o'neil@example.org",
                "x_y-z@sub-domain.example.org",
                "1@2.example.org",
                "ana@xn--bcher-kva.example",
            })
    void what_moodle_takes_is_usable(String email) {
        assertThat(Emails.usable(email)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "ana",
                "@example.org",
                "ana@",
                "ana@example",
                "ana@@example.org",
                "ana@b@example.org",
                "ana silva@example.org",
                " ana@example.org",
                "ana@example.org ",
                ".ana@example.org",
                "ana.@example.org",
                "a..b@example.org",
                "ana@-example.org",
                "ana@example-.org",
                "ana@example..org",
                "ana@example.org.",
                "ana@exa_mple.org",
                "ana@192.168.0.1",
                "ana@[192.168.0.1]",
                "\"ana\"@example.org",
                "ana@exämple.org",
                "änä@example.org",
                "Ana <ana@example.org>",
                "ana@example.org,bo@example.org",
                "ana@example.org\nbo@example.org",
                "\u212Aim@example.org",
            })
    void what_moodle_refuses_is_not(String email) {
        assertThat(Emails.usable(email)).isFalse();
    }

    @Test
    void lengths_have_limits() {
        assertThat(Emails.usable("a".repeat(64) + "@example.org")).isTrue();
        assertThat(Emails.usable("a".repeat(65) + "@example.org")).isFalse();
        assertThat(Emails.usable("a@" + "b".repeat(63) + ".org")).isTrue();
        assertThat(Emails.usable("a@" + "b".repeat(64) + ".org")).isFalse();
        assertThat(Emails.usable("a@" + "b.".repeat(47) + "org")).isTrue();
        assertThat(Emails.usable("a@" + "b.".repeat(48) + "orgs")).isFalse();
    }

    @Test
    void a_long_one_is_judged_at_once() {
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(2),
                () -> {
                    for (int i = 0; i < 10_000; i++) {
                        Emails.usable("a.".repeat(32) + "@" + "b-".repeat(20) + "!");
                    }
                });
    }

    @Test
    void spellings_of_one_address_have_one_key() {
        assertThat(Emails.key(" Ana@Example.ORG\u00a0")).isEqualTo("ana@example.org");
    }

    @Test
    void a_letter_that_only_looks_the_same_is_another_person() {
        assertThat(Emails.key("\u212Aim@example.org")).isNotEqualTo(Emails.key("Kim@example.org"));
    }

    @Test
    void missing_names_are_stood_in_for() {
        assertThat(new Participant("ana@example.org", "", "", "student").named())
                .isEqualTo(new Participant("ana@example.org", "ana", "-", "student"));
        assertThat(new Participant("", "", "", "").named())
                .isEqualTo(new Participant("", "-", "-", ""));
        assertThat(new Participant("ana@example.org", "A", "S", "").named())
                .isEqualTo(new Participant("ana@example.org", "A", "S", ""));
    }
}
