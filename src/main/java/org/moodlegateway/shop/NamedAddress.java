package org.moodlegateway.shop;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An e-mail address as somebody typed it, with the name beside it: {@code Ana Silva
 * <ana@example.org>}, {@code bo@example.org (Bo Diaz)}.
 *
 * @param name the whole name, empty if there is none that is surely one
 */
record NamedAddress(String email, String name) {
    /** A canonical line names no more participants. */
    private static final int MOST = 1000;

    private static final Pattern TOKEN = Pattern.compile("[^\\s,;:<>()\\[\\]\"|]+");
    private static final Pattern ADDRESS =
            Pattern.compile(
                    "[\\p{L}\\p{N}!#$%&'*+=?^_`{}~.-]{1,100}@"
                            + "(?:[\\p{L}\\p{N}-]{1,63}[.]){1,10}[\\p{L}\\p{N}-]{1,63}");

    /** So far from an address, nothing is its name any more. */
    private static final int FARTHEST = 200;

    /** Around a name; a number or a dash before it belongs to a list. */
    private static final Pattern BEGINNING =
            Pattern.compile(
                    "(?U)^(?:[\\s,;:<>()\\[\\]\"'|/*•=–—-]+|[0-9]{1,3}[.)]|(?:and|et|und|y|or|ou|oder)\\b|&)+");

    private static final Pattern END =
            Pattern.compile(
                    "(?U)(?:[\\s,;:<>()\\[\\]\"'|/*•=–—-]|\\b(?:and|et|und|y|or|ou|oder)(?=[\\s,;:<]*$))*$");

    private static final Pattern OF_LABELS = Pattern.compile("mail|courriel|correo");
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{M}'’. -]{2,100}");
    private static final Set<String> PARTICLES =
            Set.of(
                    "von", "van", "vom", "zu", "zur", "der", "den", "de", "del", "della", "di",
                    "da", "do", "dos", "das", "du", "des", "la", "le", "el", "al", "bin", "ben",
                    "ter", "y", "e", "i", "dela", "san", "af", "av");

    /**
     * Those that stand in a text, in its order, each once; no more than are enough to say that
     * there are too many for a line.
     */
    static List<NamedAddress> in(String text) {
        if (text.indexOf('@') < 0) {
            return List.of();
        }
        Map<String, String> emails = new LinkedHashMap<>();
        List<String> beside = new ArrayList<>();
        Matcher token = TOKEN.matcher(text);
        int from = 0;
        for (int at = 0; emails.size() <= MOST && token.find(at); at = end(token)) {
            String email = address(text.substring(token.start(), end(token)));
            if (!email.isEmpty()
                    && emails.putIfAbsent(email.toLowerCase(Locale.ROOT), email) == null) {
                beside.add(text.substring(from, token.start()));
                from = end(token);
            }
        }
        beside.add(text.substring(from));
        boolean before = !emails.isEmpty() && !name(beside.get(0), true).isEmpty();
        int at = before ? 0 : 1;
        List<NamedAddress> found = new ArrayList<>();
        for (String email : emails.values()) {
            found.add(new NamedAddress(email, name(beside.get(at++), before)));
        }
        return found;
    }

    /** A slash may be in an address before its at sign only. */
    private static int end(Matcher token) {
        int sign = token.group().indexOf('@');
        int slash = sign < 0 ? -1 : token.group().indexOf('/', sign);
        return slash < 0 ? token.end() : token.start() + Math.max(slash, 1);
    }

    /** Empty if it is none. */
    private static String address(String token) {
        String bare = token.replaceAll("^['./]+|['.]+$", "");
        return ADDRESS.matcher(bare).matches() ? bare : "";
    }

    private static String name(String beside, boolean before) {
        int from = before ? Math.max(0, beside.length() - FARTHEST) : 0;
        String text = beside.substring(from, Math.min(beside.length(), from + FARTHEST)).strip();
        boolean marked =
                before
                        ? text.endsWith("<") || text.endsWith("(")
                        : text.startsWith("(") || text.startsWith("<");
        String name = bare(marked ? text : nearest(text, before));
        int comma = name.indexOf(',');
        if (marked && comma > 0 && comma == name.lastIndexOf(',')) {
            name = name.substring(comma + 1).strip() + " " + name.substring(0, comma).strip();
        }
        List<String> words = List.of(name.split(" "));
        boolean named = marked || (words.size() > 1 && isName(words));
        return NAME.matcher(name).matches() && words.size() <= 6 && named ? name : "";
    }

    /** Not part of a sentence, and no label such as {@code E-Mail}. */
    private static boolean isName(List<String> words) {
        return words.stream().allMatch(NamedAddress::begins)
                && !OF_LABELS.matcher(Label.letters(String.join("", words))).find();
    }

    /** The last line or part before an address, or the first after it. */
    private static String nearest(String text, boolean before) {
        String[] parts = bare(text).split("[,;:\\n|]");
        return parts[before ? parts.length - 1 : 0].strip();
    }

    private static String bare(String text) {
        String begun = BEGINNING.matcher(text).replaceFirst("");
        return END.matcher(begun).replaceFirst("").replaceAll("\\s+", " ");
    }

    private static boolean begins(String word) {
        return !word.isEmpty()
                && (!Character.isLowerCase(word.codePointAt(0)) || PARTICLES.contains(word));
    }
}
