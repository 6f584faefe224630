package org.moodlegateway.shop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads XML as JSON: an element with others in it is an object, one that comes several times a
 * list, all else a text without white space around. Attributes are left out. No document type, no
 * entities but XML's own, and no more than 64 levels.
 */
public final class XmlAnswer {
    private static final int MAX_DEPTH = 64;
    private static final int HEAD = 200;
    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final Pattern ENCODING =
            Pattern.compile("<\\?xml[^>]*\\sencoding\\s*=\\s*[\"']([A-Za-z0-9._-]+)[\"']");

    private final Deque<Element> open = new ArrayDeque<>();
    private final ObjectNode whole = JsonNodeFactory.instance.objectNode();

    private XmlAnswer() {}

    private record Element(String name, ObjectNode children, StringBuilder text) {
        Element(String name) {
            this(name, JsonNodeFactory.instance.objectNode(), new StringBuilder());
        }

        JsonNode value() {
            return children.isEmpty() ? TextNode.valueOf(text.toString().strip()) : children;
        }
    }

    /**
     * Reads an answer.
     *
     * @return an object that holds the root by its name
     */
    public static ObjectNode read(byte[] body) throws UnreadableAnswerException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        factory.setXMLResolver(
                (publicId, systemId, base, namespace) -> {
                    throw new XMLStreamException("nothing outside is read");
                });
        factory.setXMLReporter(
                (message, type, related, place) -> {
                    // else the parser writes to stderr; what is wrong is thrown as well
                });
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(text(body)));
            return new XmlAnswer().read(reader);
        } catch (XMLStreamException | CharacterCodingException | IllegalArgumentException e) {
            throw new UnreadableAnswerException("the shop's answer is no XML that can be read", e);
        }
    }

    /** In the encoding that it declares, else UTF-8; the parser would name bad bytes on stderr. */
    private static String text(byte[] body) throws CharacterCodingException {
        String head = new String(body, 0, Math.min(body.length, HEAD), ISO_8859_1);
        Matcher declared = ENCODING.matcher(head);
        Charset charset = declared.find() ? Charset.forName(declared.group(1)) : UTF_8;
        String text = charset.newDecoder().decode(ByteBuffer.wrap(body)).toString();
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    }

    private ObjectNode read(XMLStreamReader reader)
            throws XMLStreamException, UnreadableAnswerException {
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> begin(reader.getLocalName());
                case XMLStreamConstants.END_ELEMENT -> end();
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                    if (!open.isEmpty()) {
                        open.peek().text().append(reader.getText());
                    }
                }
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                        throw new UnreadableAnswerException(
                                "the shop's answer has a document type or entities, which are not"
                                        + " read");
                default -> {
                    // comments and the like mean nothing
                }
            }
        }
        return whole;
    }

    private void begin(String name) throws UnreadableAnswerException {
        if (open.size() == MAX_DEPTH) {
            throw new UnreadableAnswerException(
                    "the shop's answer is nested deeper than " + MAX_DEPTH);
        }
        open.push(new Element(name));
    }

    private void end() {
        Element ended = open.pop();
        ObjectNode parent = open.isEmpty() ? whole : open.peek().children();
        JsonNode before = parent.get(ended.name());
        if (before == null) {
            parent.set(ended.name(), ended.value());
        } else if (before instanceof ArrayNode list) {
            list.add(ended.value());
        } else {
            parent.set(
                    ended.name(),
                    JsonNodeFactory.instance.arrayNode().add(before).add(ended.value()));
        }
    }
}
