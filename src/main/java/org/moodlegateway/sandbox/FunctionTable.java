package org.moodlegateway.sandbox;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The functions the site knows, by name. */
final class FunctionTable {
    private static final Map<Behaviour, FunctionTable> TABLES =
            Map.of(
                    Behaviour.V4_4, new FunctionTable(Behaviour.V4_4),
                    Behaviour.V5, new FunctionTable(Behaviour.V5));

    private final Map<String, MoodleFunction> functions = new TreeMap<>();

    private FunctionTable(Behaviour behaviour) {
        Stream.of(
                        SiteFunctions.all(),
                        CourseFunctions.all(),
                        FindUsers.all(),
                        EnrolFunctions.all(behaviour),
                        ParticipantFunctions.all(),
                        GroupFunctions.all(),
                        RoleFunctions.all(),
                        MessageFunctions.all())
                .flatMap(Collection::stream)
                .forEach(this::add);
        add(CoursesOfUser.function());
        add(CreateUsers.function());
        add(UpdateUsers.function());
    }

    static FunctionTable of(Behaviour behaviour) {
        return TABLES.get(behaviour);
    }

    Optional<MoodleFunction> find(String name) {
        return Optional.ofNullable(functions.get(name));
    }

    Collection<MoodleFunction> all() {
        return functions.values();
    }

    private void add(MoodleFunction function) {
        functions.put(function.name(), function);
    }
}
