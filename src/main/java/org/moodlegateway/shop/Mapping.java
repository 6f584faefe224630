package org.moodlegateway.shop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.moodlegateway.order.PlainJson;

/**
 * What one kind of shop means, in jq: turns its messages into {@link Translation}s. Compiled once,
 * safe for concurrent use, always ends, and never throws for a message.
 *
 * <p>Its input is {@code {"message": …, "topic": …, "from": …, "shop": {"name", "products",
 * "settings", "asked"}, "parts": {NAME: {"status", "body"}}}}. What says nothing ({@code null},
 * blank text, {@code {}}) is taken out before the jq sees it, and so is {@code []}, but for the
 * fields of messages and of parts in which its kind keeps empty lists. A mapping that fails, or
 * answers in another shape, refuses the message with code {@code mapping-failed}. A time that
 * {@code to_instant} can't read refuses it with code {@code time-unreadable}.
 */
public final class Mapping implements Meaning {
    private static final Pattern LINE = Pattern.compile("at line (\\d+), column (\\d+)");

    /** The two things that jq says without repeating a value, as long as the word is its own. */
    private static final Pattern SAID =
            Pattern.compile(
                    "Cannot index [a-z]+ with \"?[A-Za-z_]+\"?|Cannot iterate over [a-z]+"
                            + "|Function [A-Za-z_]+/\\d+ does not exist");

    private static final Pattern WORD = Pattern.compile("\"([A-Za-z_]+)\"");

    private final String source;
    private final SingleAnswer query;
    private final TranslationReader reader;
    private final Set<String> emptyLists;

    private Mapping(
            String source, SingleAnswer query, TranslationReader reader, Set<String> emptyLists) {
        this.source = source;
        this.query = query;
        this.reader = reader;
        this.emptyLists = emptyLists;
    }

    /**
     * Compiles the mapping of a kind.
     *
     * @param library what {@code lib.jq} holds: definitions
     * @param source what {@code KIND.jq} holds
     * @throws MappingUnreadableException if it is no jq
     */
    public static Mapping compile(String kind, String library, String source) {
        try {
            String whole = library + "\n" + source;
            SingleAnswer query = SingleAnswer.compile(whole);
            return new Mapping(whole, query, new TranslationReader(kind), Set.of());
        } catch (SingleAnswer.UnreadableException e) {
            throw new MappingUnreadableException(unreadable(kind, library, e.getCause()));
        }
    }

    private static String unreadable(String kind, String library, Throwable e) {
        Throwable parser = e.getCause() == null ? e : e.getCause();
        Matcher at = LINE.matcher(String.valueOf(parser.getMessage()));
        if (!at.find()) {
            return "config/shops/" + kind + ".jq is no jq";
        }
        int line = Integer.parseInt(at.group(1));
        int before = (int) library.chars().filter(character -> character == '\n').count() + 1;
        String file = line <= before ? "lib" : kind;
        return "config/shops/%s.jq is no jq from line %d, column %s"
                .formatted(file, line <= before ? line : line - before, at.group(2));
    }

    @Override
    public Mapping keepingEmptyLists(Set<String> fields) {
        return new Mapping(source, query, reader, Set.copyOf(fields));
    }

    /** Settings are an administrator's, who writes nothing as an empty list too. */
    private JsonNode plain(JsonNode input) {
        JsonNode plain = PlainJson.of(input);
        if (!emptyLists.isEmpty() && plain instanceof ObjectNode object) {
            JsonNode lists = PlainJson.withEmptyLists(input, emptyLists);
            Stream.of("message", "parts")
                    .filter(lists::has)
                    .forEach(name -> object.set(name, lists.get(name)));
        }
        return plain;
    }

    @Override
    public Translation translate(JsonNode input) {
        try {
            return reader.read(query.of(plain(input)));
        } catch (SingleAnswer.BrokenException e) {
            return e.getCause() instanceof UnreadableTimeException time
                    ? new Translation.Refused(time.problem(input))
                    : reader.broken(e.getMessage() + told(e.getCause()));
        }
    }

    /** Why it failed, if that repeats nothing but the mapping's own words. */
    private String told(Throwable failure) {
        Matcher said = SAID.matcher(failure == null ? "" : String.valueOf(failure.getMessage()));
        if (!said.lookingAt()) {
            return "";
        }
        Matcher word = WORD.matcher(said.group());
        return !word.find() || source.contains("." + word.group(1)) ? ": " + said.group() : "";
    }
}
