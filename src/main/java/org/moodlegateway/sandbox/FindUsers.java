package org.moodlegateway.sandbox;

import static org.moodlegateway.sandbox.MoodleFunction.reading;
import static org.moodlegateway.sandbox.Shape.ALPHA;
import static org.moodlegateway.sandbox.Shape.Field.required;
import static org.moodlegateway.sandbox.Shape.RAW;
import static org.moodlegateway.sandbox.Shape.list;
import static org.moodlegateway.sandbox.Shape.struct;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** {@code core_user_get_users_by_field} (exact) and {@code core_user_get_users} (any case). */
final class FindUsers {
    private static final Set<String> KEYS =
            Set.of("id", "lastname", "firstname", "idnumber", "username", "email", "auth");

    private FindUsers() {}

    static List<MoodleFunction> all() {
        return List.of(
                reading(
                        "core_user_get_users_by_field",
                        struct(required("field", ALPHA), required("values", list(RAW))),
                        FindUsers::byField),
                reading(
                        "core_user_get_users",
                        struct(
                                required(
                                        "criteria",
                                        list(
                                                struct(
                                                        required("key", ALPHA),
                                                        required("value", RAW))))),
                        FindUsers::byCriteria));
    }

    private static Object byField(Call call) {
        String field = call.arguments().text("field");
        Shape type =
                switch (field) {
                    case "id" -> Shape.INT;
                    case "idnumber" -> Shape.RAW;
                    case "username" -> Shape.USERNAME;
                    case "email" -> Shape.RAW_TRIMMED;
                    default ->
                            throw MoodleError.coding(
                                    "invalid field parameter (The search field '"
                                            + field
                                            + "' is not supported)");
                };
        Set<Long> ids = new TreeSet<>();
        for (String value : call.arguments().texts("values")) {
            ids.addAll(find(call, field, type.check(value)));
        }
        List<Object> found = new ArrayList<>();
        for (long id : ids) {
            call.tables()
                    .users()
                    .find(id)
                    .map(user -> UserDetails.of(call, user))
                    .filter(details -> shows(details, field))
                    .ifPresent(found::add);
        }
        return found;
    }

    private static Collection<Long> find(Call call, String field, Object value) {
        Tables tables = call.tables();
        return switch (field) {
            case "id" -> List.of((Long) value);
            case "idnumber" -> tables.users().withIdnumber((String) value);
            case "username" ->
                    tables.users().named((String) value).map(MoodleUser::id).stream().toList();
            default -> tables.users().withEmail((String) value);
        };
    }

    private static Object byCriteria(Call call) {
        Set<String> used = new HashSet<>();
        List<Object> warnings = new ArrayList<>();
        List<Arguments> criteria = new ArrayList<>();
        for (Arguments criterion : call.arguments().rows("criteria")) {
            String key = criterion.text("key");
            if (!used.add(key)) {
                throw MoodleError.moodle("keyalreadyset", "keyalreadyset");
            }
            if (KEYS.contains(key)) {
                criteria.add(criterion);
            } else {
                warnings.add(
                        Fields.with("item", key)
                                .and("itemid", -1)
                                .and("warningcode", "invalidfieldparameter")
                                .and("message", "The search key '" + key + "' is not supported")
                                .map());
            }
        }
        return Fields.with("users", search(call, criteria)).and("warnings", warnings).map();
    }

    private static List<Object> search(Call call, List<Arguments> criteria) {
        List<Object> found = new ArrayList<>();
        for (MoodleUser user : candidates(call, criteria)) {
            if (user.deleted() || !criteria.stream().allMatch(c -> matches(user, c))) {
                continue;
            }
            Map<String, Object> details = UserDetails.of(call, user);
            if (!details.isEmpty()
                    && criteria.stream().allMatch(c -> shows(details, c.text("key")))) {
                found.add(details);
            }
        }
        return found;
    }

    /** An e-mail without wildcards is found by index; all else is a scan, as in Moodle. */
    private static Collection<MoodleUser> candidates(Call call, List<Arguments> criteria) {
        for (Arguments criterion : criteria) {
            String value = criterion.text("value");
            if (criterion.text("key").equals("email") && !value.matches(".*[%_].*")) {
                Set<MoodleUser> users = new LinkedHashSet<>();
                for (long id : call.tables().users().withFoldedEmail(value)) {
                    users.add(call.tables().users().find(id).orElseThrow());
                }
                return users;
            }
        }
        return call.tables().users().all();
    }

    private static boolean matches(MoodleUser user, Arguments criterion) {
        String value = criterion.text("value");
        return switch (criterion.text("key")) {
            case "id" -> Long.toString(user.id()).equals(value);
            case "idnumber" -> user.idnumber().equals(value);
            case "username" -> user.username().equals(value);
            case "auth" -> user.auth().equals(value);
            case "email" -> like(user.email(), value);
            case "firstname" -> like(user.firstname(), value);
            default -> like(user.lastname(), value);
        };
    }

    private static boolean like(String text, String pattern) {
        StringBuilder regex = new StringBuilder();
        for (char character : pattern.toLowerCase(Locale.ROOT).toCharArray()) {
            regex.append(
                    switch (character) {
                        case '%' -> ".*";
                        case '_' -> ".";
                        default -> Pattern.quote(String.valueOf(character));
                    });
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL)
                .matcher(text.toLowerCase(Locale.ROOT))
                .matches();
    }

    private static boolean shows(Map<String, Object> details, String field) {
        Object value = details.get(field);
        return value != null && !value.equals("") && !value.equals("0");
    }
}
