package org.moodlegateway.sandbox;

import java.util.Collection;
import java.util.Map;

/** The XML of the REST server, for a client that did not ask for JSON. */
final class MoodleXml {
    private static final String HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n";

    private MoodleXml() {}

    static String result(Object value) {
        String content = value == null ? "" : element(value);
        return HEAD + "<RESPONSE>\n" + content + "</RESPONSE>\n";
    }

    static String refusal(MoodleError error, Behaviour behaviour) {
        String code =
                error.code() == null
                        ? ""
                        : "<ERRORCODE>" + escape(error.code(behaviour)) + "</ERRORCODE>\n";
        return HEAD
                + "<EXCEPTION class=\""
                + escape(error.exception(behaviour))
                + "\">\n"
                + code
                + "<MESSAGE>"
                + escape(error.getMessage())
                + "</MESSAGE>\n</EXCEPTION>";
    }

    private static String element(Object value) {
        StringBuilder xml = new StringBuilder();
        if (value == null) {
            xml.append("<VALUE null=\"null\"/>\n");
        } else if (value instanceof Map<?, ?> map) {
            xml.append("<SINGLE>\n");
            map.forEach(
                    (key, entry) ->
                            xml.append("<KEY name=\"")
                                    .append(key)
                                    .append("\">")
                                    .append(element(entry))
                                    .append("</KEY>\n"));
            xml.append("</SINGLE>\n");
        } else if (value instanceof Collection<?> list) {
            xml.append("<MULTIPLE>\n");
            list.forEach(entry -> xml.append(element(entry)));
            xml.append("</MULTIPLE>\n");
        } else {
            xml.append("<VALUE>").append(escape(text(value))).append("</VALUE>\n");
        }
        return xml.toString();
    }

    /** PHP shows true as 1 and false as 0 here. */
    private static String text(Object value) {
        return value instanceof Boolean truth ? (truth ? "1" : "0") : value.toString();
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
