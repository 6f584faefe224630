package org.moodlegateway.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class SeatAnswersTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    E-mail of participant 2                  | EMAIL      | 2
                    Participant e-mail                       | EMAIL      | 0
                    Attendee's e-mail address (required)     | EMAIL      | 0
                    Student first name (3)                   | FIRST_NAME | 3
                    Family name of the learner #2            | LAST_NAME  | 2
                    Participant 1 full name                  | NAME       | 1
                    Name and e-mail of participant           | PERSON     | 0
                    Participant's name                       | SOME_NAME  | 0
                    Role of participant 2                    | ROLE       | 2
                    Adresse e-mail du stagiaire n° 2         | EMAIL      | 2
                    Courriel de l’apprenant·e                | EMAIL      | 0
                    Prénom de l'élève                        | FIRST_NAME | 0
                    Nom de famille du participant(e)         | LAST_NAME  | 0
                    Nom et prénom de l'étudiant              | NAME       | 0
                    E-Mail-Adresse der Teilnehmerin 2        | EMAIL      | 2
                    Teilnehmer*in 1: Vorname                 | FIRST_NAME | 1
                    Nachname Teilnehmer/in                   | LAST_NAME  | 0
                    Vor- und Nachname des Teilnehmers        | NAME       | 0
                    Teilnehmer:innen                         | PERSON     | 0
                    Correo electrónico del alumno/a 1        | EMAIL      | 1
                    Nombre del estudiante                    | SOME_NAME  | 0
                    Apellidos del asistente                  | LAST_NAME  | 0
                    Nombre y apellidos de la alumna          | NAME       | 0
                    _Participante nº 4                       | PERSON     | 4
                    """)
    void usual_labels_of_four_languages_are_known(String label, UsualLabels.Field field, int seat) {
        assertThat(UsualLabels.find(label)).contains(new UsualLabels.Asked(field, seat));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "E-mail",
                "Gift recipient",
                "Student discount",
                "Participant address",
                "First participant",
                "Participant 1 of 2",
                "Participant 0",
                "Student number",
                "Name on the T-shirt",
                "Allergies of the participants",
            })
    void another_word_makes_it_another_label(String label) {
        assertThat(UsualLabels.find(label)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ana@example.org                                   | ana@example.org=
                    ana@example.org, bo@example.org                   | ana@example.org= bo@example.org=
                    ana@example.org;bo@example.org/cy@example.org     | ana@example.org= bo@example.org= cy@example.org=
                    Ana Silva <ana@example.org>; Bo <bo@example.org>  | ana@example.org=Ana_Silva bo@example.org=Bo
                    "Silva, Ana" <ana@example.org>                    | ana@example.org=Ana_Silva
                    ana@example.org (Ana Silva) and bo@example.org (Bo Diaz) | ana@example.org=Ana_Silva bo@example.org=Bo_Diaz
                    1. Ana de la Silva: ana@example.org 2. Bo Diaz: bo@example.org | ana@example.org=Ana_de_la_Silva bo@example.org=Bo_Diaz
                    Please enrol ana@example.org and bo@example.org.  | ana@example.org= bo@example.org=
                    E-Mail Adresse: ana@example.org                   | ana@example.org=
                    mailto:ana@example.org                            | ana@example.org=
                    ana@example.org ANA@example.org                   | ana@example.org=
                    ana at example.org                                |
                    """)
    void addresses_are_found_with_the_names_beside_them(String text, String found) {
        List<String> all =
                NamedAddress.in(text).stream()
                        .map(one -> one.email() + "=" + one.name().replace(' ', '_'))
                        .toList();

        assertThat(String.join(" ", all)).isEqualTo(found == null ? "" : found);
    }

    @Test
    void very_long_texts_are_read_in_no_time() {
        assertThat(NamedAddress.in("a".repeat(500_000) + "@" + " -".repeat(200_000))).isEmpty();
        assertThat(NamedAddress.in("a@b.org, ".repeat(50_000))).hasSize(1);
        assertThat(Label.of("(".repeat(500_000)).isEmpty()).isTrue();
    }

    @Test
    void the_same_label_again_is_the_next_seat() {
        assertThat(
                        people(
                                "Participant e-mail=ana@example.org",
                                "Participant first name=Ana",
                                "Participant e-mail=bo@example.org",
                                "Participant first name=Bo"))
                .isEqualTo(
                        json(
                                """
                                [{"email": "ana@example.org", "firstName": "Ana"},
                                 {"email": "bo@example.org", "firstName": "Bo"}]"""));
    }

    @Test
    void who_left_a_field_empty_does_not_get_the_next_ones() {
        assertThat(
                        people(
                                "Participant first name=Ana",
                                "Participant e-mail=",
                                "Participant first name=Bo",
                                "Participant e-mail=bo@example.org"))
                .isEqualTo(
                        json(
                                """
                                [{"firstName": "Ana"}, {"email": "bo@example.org", "firstName": "Bo"}]"""));
        assertThat(
                        people(
                                "Participant first name=Ana",
                                "Participant first name=Bo",
                                "Participant e-mail=bo@example.org"))
                .isEqualTo(
                        json(
                                """
                                [{"firstName": "Ana"}, {"email": "bo@example.org", "firstName": "Bo"}]"""));
    }

    @Test
    void an_address_that_is_asked_for_twice_is_one_person() {
        assertThat(
                        people(
                                "Participant e-mail=ana@example.org",
                                "Participant e-mail (again)=Ana@example.org"))
                .isEqualTo(json("[{\"email\": \"ana@example.org\"}]"));
    }

    @Test
    void one_number_given_twice_is_two_people_unless_it_says_the_same() {
        assertThat(
                        people(
                                "Participant 1=ana@example.org",
                                "Participant 1=bo@example.org",
                                "Participant 1=bo@example.org"))
                .isEqualTo(
                        json(
                                "[{\"email\": \"ana@example.org\"}, {\"email\": \"bo@example.org\"}]"));
    }

    @Test
    void names_beside_several_addresses_are_theirs_if_there_are_as_many() {
        assertThat(
                        people(
                                "Participants e-mails=ana@example.org, bo@example.org",
                                "Participants names=Ana Silva, Bo Diaz",
                                "Participants role=teacher"))
                .isEqualTo(
                        json(
                                """
                                [{"email": "ana@example.org", "name": "Ana Silva", "role": "teacher"},
                                 {"email": "bo@example.org", "name": "Bo Diaz", "role": "teacher"}]"""));
    }

    @Test
    void a_name_is_the_half_that_nothing_else_asks_for() {
        assertThat(people("Teilnehmer Vorname=Ana", "Teilnehmer Name=Silva"))
                .isEqualTo(json("[{\"firstName\": \"Ana\", \"lastName\": \"Silva\"}]"));
        assertThat(people("Nombre del alumno=Ana", "Apellidos del alumno=Silva"))
                .isEqualTo(json("[{\"firstName\": \"Ana\", \"lastName\": \"Silva\"}]"));
        assertThat(people("Nom du participant=Ana Silva"))
                .isEqualTo(json("[{\"name\": \"Ana Silva\"}]"));
    }

    @Test
    void what_looks_like_people_and_was_not_used_is_named_by_its_label_alone() {
        JsonNode said =
                answers(
                        "Participant=ana@example.org",
                        "Colleague=bo@example.org",
                        "Confirm=ANA@example.org",
                        "Student=yes",
                        "How many participants=3",
                        "_vendor=shop@example.org",
                        "cy@example.org=dee@example.org");

        assertThat(said.path("people")).isEqualTo(json("[{\"email\": \"ana@example.org\"}]"));
        assertThat(said.path("unused")).isEqualTo(json("[\"Colleague\", \"Student\", \"?\"]"));
    }

    @Test
    void usual_labels_can_be_switched_off() {
        ObjectNode how = JsonNodeFactory.instance.objectNode().put("usual", false);

        assertThat(SeatAnswers.read(forms("Participant e-mail=ana@example.org"), how))
                .isEqualTo(json("{\"people\": [], \"unused\": [\"Participant e-mail\"]}"));
    }

    private static JsonNode people(String... answers) {
        return answers(answers).path("people");
    }

    private static JsonNode answers(String... answers) {
        return SeatAnswers.read(forms(answers), JsonNodeFactory.instance.objectNode());
    }

    private static ArrayNode forms(String... answers) {
        ArrayNode forms = JsonNodeFactory.instance.arrayNode();
        ArrayNode form = forms.addArray();
        for (String answer : answers) {
            String[] parts = answer.split("=", 2);
            form.addObject().put("key", parts[0]).put("value", parts[1]);
        }
        return forms;
    }

    private static JsonNode json(String text) {
        try {
            return ShopSamples.JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
