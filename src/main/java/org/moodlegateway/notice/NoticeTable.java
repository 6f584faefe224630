package org.moodlegateway.notice;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.moodlegateway.catalogue.YamlPlace;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/** Which kind of fact is told in which ways: {@code config/notices.yaml}. */
record NoticeTable(Map<Kind, Set<Way>> ways) {
    static final String FILE = "notices.yaml";
    private static final String ROOT = "notices";

    /** Of kinds that a file from before doesn't know; to leave one out is to give it no way. */
    private static final Map<Kind, Set<Way>> UNLESS_SAID =
            Map.of(
                    Kind.DIFFERS,
                    Set.of(Way.LOG, Way.MAIL_ADMINISTRATOR, Way.CALL_BACK, Way.EVENT),
                    Kind.SEATS_FREE,
                    Set.of(Way.MAIL_BUYER, Way.WRITE_BACK, Way.CALL_BACK, Way.EVENT),
                    Kind.NOBODY_TO_TELL,
                    Set.of(Way.LOG, Way.MAIL_ADMINISTRATOR, Way.EVENT));

    NoticeTable {
        ways = Map.copyOf(ways);
    }

    Set<Way> of(Kind kind) {
        return ways.getOrDefault(kind, UNLESS_SAID.getOrDefault(kind, Set.of()));
    }

    /** Reads the file; what is wrong goes to {@code problems}. */
    static NoticeTable read(Path file, Consumer<NoticeProblem> problems) {
        Map<Kind, Set<Way>> ways = new EnumMap<>(Kind.class);
        try {
            YamlPlace root =
                    YamlPlace.root(
                            new Yaml(new LoaderOptions())
                                    .compose(new StringReader(Files.readString(file))));
            checked(file, problems, () -> root.refuseOtherKeysThan(Set.of(ROOT)));
            YamlPlace kinds = root.at(ROOT);
            checked(file, problems, () -> kinds.refuseOtherKeysThan(words()));
            kinds.entries()
                    .forEach(
                            (word, place) ->
                                    Kind.of(word)
                                            .ifPresent(
                                                    kind ->
                                                            checked(
                                                                    file,
                                                                    problems,
                                                                    () ->
                                                                            ways.put(
                                                                                    kind,
                                                                                    ways(place)))));
        } catch (NoSuchFileException e) {
            problems.accept(unreadable(file, 0, "does not exist"));
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            problems.accept(unreadable(file, line, "is not YAML: " + e.getProblem()));
        } catch (IOException | YAMLException e) {
            problems.accept(unreadable(file, 0, "can't be read as UTF-8 text"));
        }
        return new NoticeTable(ways);
    }

    private static NoticeProblem unreadable(Path file, int line, String sentence) {
        return new NoticeProblem(file, line, "notices-unreadable", "the file " + sentence);
    }

    private static void checked(Path file, Consumer<NoticeProblem> problems, Runnable step) {
        try {
            step.run();
        } catch (YamlPlace.RefusedException e) {
            problems.accept(new NoticeProblem(file, e.place().line(), e.code(), e.getMessage()));
        }
    }

    private static Set<String> words() {
        return Arrays.stream(Kind.values()).map(Kind::word).collect(Collectors.toSet());
    }

    private static Set<Way> ways(YamlPlace place) {
        if (place.isGiven() && !place.isList()) {
            throw place.refused("value-invalid", "must be a list such as [ log, event ]");
        }
        Set<Way> ways = EnumSet.noneOf(Way.class);
        List<YamlPlace> elements = place.elements().toList();
        for (YamlPlace element : elements) {
            ways.add(
                    Way.of(element.text())
                            .orElseThrow(
                                    () ->
                                            place.refused(
                                                    "value-invalid",
                                                    "names "
                                                            + element.text()
                                                            + ", which is none of "
                                                            + String.join(", ", Way.words()))));
        }
        return ways;
    }
}
