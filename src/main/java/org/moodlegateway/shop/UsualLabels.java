package org.moodlegateway.shop;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What forms usually call the fields of a participant, in English, French, German and Spanish:
 * {@code E-mail of participant 2}, {@code Prénom du stagiaire}, {@code Teilnehmer:in 1 – E-Mail},
 * {@code Apellidos del alumno}. A label fits if each of its words is known, one of them is a word
 * for a participant, and no more than one number stands there.
 */
final class UsualLabels {
    /** What is asked for. */
    enum Field {
        EMAIL,
        FIRST_NAME,
        LAST_NAME,
        /** The whole name. */
        NAME,
        /** The whole name, or the other half where one half is asked for as well. */
        SOME_NAME,
        ROLE,
        /** Whoever it is: an e-mail or a name. */
        PERSON
    }

    /**
     * What a label asks for.
     *
     * @param seat 0 if it says no number
     */
    record Asked(Field field, int seat) {}

    private static final Set<String> PERSONS =
            setOf(
                    "participant participants attendee attendees learner learners student students"
                            + " trainee trainees delegate delegates person",
                    "participante participantes apprenant apprenants apprenante apprenantes"
                            + " stagiaire stagiaires eleve eleves etudiant etudiants etudiante"
                            + " etudiantes inscrit inscrits inscrite inscrites personne",
                    "teilnehmer teilnehmers teilnehmern teilnehmerin teilnehmerinnen teilnehmende"
                            + " teilnehmender teilnehmenden kursteilnehmer kursteilnehmers"
                            + " kursteilnehmerin lernende lernender lernenden schuler schulers"
                            + " schulerin studierende studierender studierenden studenten"
                            + " studentin",
                    "alumno alumnos alumna alumnas estudiante estudiantes asistente asistentes"
                            + " persona");

    private static final Set<String> EMAILS =
            setOf(
                    "email emails mail mails",
                    "courriel courriels mel",
                    "emailadresse emailadressen mailadresse mailadressen",
                    "correo correos");

    /** Words that go with those for an e-mail only. */
    private static final Set<String> ADDRESSES =
            setOf(
                    "address addresses",
                    "adresse adresses electronique electroniques",
                    "adressen",
                    "direccion direcciones electronico electronicos electronica");

    private static final Set<String> BEFORE_FIRST = setOf("first given", "vor");
    private static final Set<String> FIRST =
            setOf(
                    "firstname givenname forename forenames",
                    "prenom prenoms",
                    "vorname vornamen vornamens");
    private static final Set<String> BEFORE_LAST = setOf("last family", "famille");
    private static final Set<String> LAST =
            setOf(
                    "lastname familyname surname surnames",
                    "nachname nachnamen familienname familiennamen",
                    "apellido apellidos");
    private static final Set<String> NAMES =
            setOf("name names", "nom noms", "namen", "nombre nombres");
    private static final Set<String> WHOLE =
            setOf("full whole fullname", "complet complets", "vollstandiger", "completo completos");
    private static final Set<String> ROLES = setOf("role roles", "rolle rollen", "rol");
    private static final Set<String> NUMBERS =
            setOf("number no", "numero num n", "nummer nr", "numero");
    private static final Set<String> FILLERS =
            setOf(
                    "of for the s and your",
                    "de du des d l la le les et votre pour un une",
                    "der die das des dem den von fur und ihr ihre",
                    "del los las el y su para a");

    private static final Pattern EMAIL = Pattern.compile("\\be[\\s_.-]?mail");

    /** Teilnehmer:in, Teilnehmer*innen, participant·e, participant(e)s, alumno/a. */
    private static final Pattern GENDERS =
            Pattern.compile(
                    "(?<=\\p{L}{4})(?:[:*/_|·•.-](innen|in)|[(/·•.-](?:es|e|a|as)[)]?s?)\\b");

    private static final Pattern WORD = Pattern.compile("\\p{L}+|[0-9]+");

    private UsualLabels() {}

    private static Set<String> setOf(String... lists) {
        return Set.copyOf(List.of(String.join(" ", lists).split(" ")).stream().distinct().toList());
    }

    /** Empty if it is none of them. */
    static Optional<Asked> find(String label) {
        if (label.length() > 200) {
            return Optional.empty();
        }
        Label read = Label.of(label);
        List<String> words = words(Label.withoutSuffix(label));
        List<Integer> numbers =
                words.stream().filter(UsualLabels::isNumber).map(Label::seat).toList();
        words.removeIf(UsualLabels::isNumber);
        boolean known =
                words.stream().anyMatch(PERSONS::contains)
                        && numbers.size() <= 1
                        && !numbers.contains(0);
        int seat = numbers.isEmpty() ? read.counted() : numbers.get(0);
        words.removeIf(PERSONS::contains);
        words.removeIf(FILLERS::contains);
        if (seat > 0) {
            words.removeIf(NUMBERS::contains);
        }
        return known ? field(words).map(field -> new Asked(field, seat)) : Optional.empty();
    }

    private static List<String> words(String label) {
        String plain = EMAIL.matcher(Label.folded(label)).replaceAll("email");
        Matcher word = WORD.matcher(GENDERS.matcher(plain).replaceAll("$1"));
        List<String> words = new ArrayList<>();
        while (word.find()) {
            words.add(word.group());
        }
        return words;
    }

    private static boolean isNumber(String word) {
        return Character.isDigit(word.charAt(0));
    }

    private static Optional<Field> field(List<String> words) {
        boolean email = takes(words, EMAILS);
        if (email) {
            takes(words, ADDRESSES);
        }
        boolean role = takes(words, ROLES);
        boolean whole = takes(words, WHOLE);
        boolean beforeFirst = takes(words, BEFORE_FIRST);
        boolean first = takes(words, FIRST);
        boolean beforeLast = takes(words, BEFORE_LAST);
        boolean last = takes(words, LAST);
        boolean name = takes(words, NAMES);
        if (!words.isEmpty()
                || (beforeFirst && !name && !last)
                || (beforeLast && !name)
                || (role && (email || name || first || last))) {
            return Optional.empty();
        }
        boolean anyName = name || first || last || whole;
        if (role) {
            return Optional.of(Field.ROLE);
        }
        if (email) {
            return Optional.of(anyName ? Field.PERSON : Field.EMAIL);
        }
        return Optional.of(
                anyName ? name(whole, name, beforeFirst, first, beforeLast, last) : Field.PERSON);
    }

    private static Field name(
            boolean whole,
            boolean name,
            boolean beforeFirst,
            boolean first,
            boolean beforeLast,
            boolean last) {
        boolean both = (beforeFirst || first) && (beforeLast || last);
        if (whole || both || (name && (first || last))) {
            return Field.NAME;
        }
        if (beforeFirst || first) {
            return Field.FIRST_NAME;
        }
        return beforeLast || last ? Field.LAST_NAME : Field.SOME_NAME;
    }

    private static boolean takes(List<String> words, Set<String> some) {
        return words.removeIf(some::contains);
    }
}
