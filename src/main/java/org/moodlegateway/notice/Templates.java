package org.moodlegateway.notice;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The texts that an administrator edits, ready to be filled in. A value is never read as a template
 * and never escaped: what comes out is plain text.
 */
public final class Templates {
    /** The names that must be there, in the order in which people meet them. */
    public static final List<String> NAMES =
            List.of(
                    Feedback.PUBLIC,
                    Feedback.PRIVATE,
                    Feedback.SALESADMIN,
                    "order-fulfilled",
                    "account-link",
                    "renewal-due",
                    "reminder",
                    "expired",
                    "parked",
                    "held",
                    "differs",
                    "seats-free",
                    "nobody-to-tell",
                    "alert",
                    "alert-over",
                    "guard-open",
                    "guard-over");

    private static final Mustache.Compiler COMPILER =
            Mustache.compiler()
                    .escapeHTML(false)
                    .emptyStringIsFalse(true)
                    .strictSections(true)
                    .withLoader(Templates::noParts);

    private final Map<String, Parts> byFile = new TreeMap<>();

    private record Parts(Template subject, Template text) {}

    private static java.io.Reader noParts(String name) {
        throw new MustacheException("a template can't take in another one: " + name);
    }

    /** {@code NAME.LANGUAGE}. */
    private static String key(String name, String language) {
        return name + "." + language;
    }

    void add(String name, String language, String subject, String text) {
        byFile.put(
                key(name, language), new Parts(COMPILER.compile(subject), COMPILER.compile(text)));
    }

    boolean has(String name, String language) {
        return byFile.containsKey(key(name, language));
    }

    /**
     * Fills in a template; without one in this language, the English one.
     *
     * @throws MustacheException if it names a variable that is not in the model
     */
    Letter fill(String name, String language, Map<String, Object> model) {
        Parts parts = byFile.get(key(name, has(name, language) ? language : "en"));
        if (parts == null) {
            throw new MustacheException("there is no template " + name);
        }
        return new Letter(parts.subject.execute(model), parts.text.execute(model));
    }
}
