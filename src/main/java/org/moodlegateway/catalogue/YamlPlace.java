package org.moodlegateway.catalogue;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A value of a YAML file and where it stands. Scalars are read as they are written: {@code 0180}
 * stays four digits.
 *
 * @param line from 1; of the key, where there is one
 * @param pointer from the root of the file
 * @param node null if not given
 */
public record YamlPlace(int line, String pointer, Node node) {
    private static final Pattern REFERENCE = Pattern.compile("\\{\\{(env|file):[^}]+}}");

    /** A value that can't be what it should be. Never leaves the reader of the file. */
    public static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient YamlPlace place;
        private final String code;

        RefusedException(YamlPlace place, String code, String message) {
            super(message);
            this.place = place;
            this.code = code;
        }

        public YamlPlace place() {
            return place;
        }

        public String code() {
            return code;
        }
    }

    public static YamlPlace root(Node node) {
        return new YamlPlace(1, "", node);
    }

    public boolean isMap() {
        return node instanceof MappingNode;
    }

    public boolean isList() {
        return node instanceof SequenceNode;
    }

    /** Whether there is anything but {@code null} and blank text. */
    public boolean isGiven() {
        boolean blank = node instanceof ScalarNode scalar && scalar.getValue().isBlank();
        return node != null && !node.getTag().equals(Tag.NULL) && !blank;
    }

    /** The value of a key, or an empty place on this one's line. */
    public YamlPlace at(String key) {
        return entries().getOrDefault(key, new YamlPlace(line, pointer + "/" + key, null));
    }

    /** As deep as the pointer can be followed. */
    YamlPlace deepest(String relativePointer) {
        YamlPlace place = this;
        for (String key : relativePointer.substring(1).split("/")) {
            YamlPlace next = place.at(key);
            if (next.node == null) {
                return place;
            }
            place = next;
        }
        return place;
    }

    /** By key, in file order; a repeated key keeps its first value. */
    public Map<String, YamlPlace> entries() {
        Map<String, YamlPlace> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : tuples()) {
            YamlPlace value = entry(tuple);
            entries.putIfAbsent(value.key(), value);
        }
        return entries;
    }

    /**
     * Refuses to go on with a key that is unknown or stands twice: it may change what is bought.
     */
    public void refuseOtherKeysThan(Set<String> known) {
        Set<String> seen = new HashSet<>();
        for (NodeTuple tuple : tuples()) {
            YamlPlace value = entry(tuple);
            if (!known.contains(value.key())) {
                throw value.refused("key-unknown", "is not known; known are " + sorted(known));
            }
            value.refuseTwice(seen);
        }
    }

    /** Refuses a key that stands twice. */
    public void refuseRepeatedKeys() {
        Set<String> seen = new HashSet<>();
        tuples().forEach(tuple -> entry(tuple).refuseTwice(seen));
    }

    private void refuseTwice(Set<String> seen) {
        if (!seen.add(key())) {
            throw refused("key-repeated", "stands twice");
        }
    }

    private static String sorted(Set<String> known) {
        return String.join(", ", known.stream().sorted().toList());
    }

    private List<NodeTuple> tuples() {
        return node instanceof MappingNode map ? map.getValue() : List.of();
    }

    private YamlPlace entry(NodeTuple tuple) {
        String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
        return new YamlPlace(lineOf(tuple.getKeyNode()), pointer + "/" + key, tuple.getValueNode());
    }

    /** The elements of a list. */
    public Stream<YamlPlace> elements() {
        List<Node> nodes = node instanceof SequenceNode list ? list.getValue() : List.of();
        return IntStream.range(0, nodes.size())
                .mapToObj(
                        i -> new YamlPlace(lineOf(nodes.get(i)), pointer + "/" + i, nodes.get(i)));
    }

    /** The text as written, without white space around it; empty if not given. */
    public String text() {
        if (!isGiven()) {
            return "";
        }
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue().strip();
        }
        throw refused("value-invalid", "must be a text");
    }

    /**
     * The reference to a secret, empty if not given; a secret as it is doesn't belong in a file.
     */
    public String reference() {
        String written = text();
        if (!written.isEmpty() && !REFERENCE.matcher(written).matches()) {
            throw refused(
                    "secret-in-file",
                    "must be {{env:NAME}} or {{file:PATH}}: a secret doesn't belong in a file");
        }
        return written;
    }

    /** False if not given. */
    public boolean flag() {
        String text = text();
        if (!text.isEmpty() && !text.equals("true") && !text.equals("false")) {
            throw refused("value-invalid", "must be true or false, not " + text);
        }
        return text.equals("true");
    }

    public RefusedException refused(String code, String message) {
        return new RefusedException(this, code, key() + " " + message);
    }

    private String key() {
        return pointer.substring(pointer.lastIndexOf('/') + 1);
    }

    private static int lineOf(Node node) {
        return node.getStartMark().getLine() + 1;
    }
}
