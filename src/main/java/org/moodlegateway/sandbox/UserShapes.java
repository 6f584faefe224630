package org.moodlegateway.sandbox;

import static org.moodlegateway.sandbox.Shape.ALPHA;
import static org.moodlegateway.sandbox.Shape.ALPHANUMEXT;
import static org.moodlegateway.sandbox.Shape.BOOL;
import static org.moodlegateway.sandbox.Shape.Field.optional;
import static org.moodlegateway.sandbox.Shape.Field.required;
import static org.moodlegateway.sandbox.Shape.INT;
import static org.moodlegateway.sandbox.Shape.NOTAGS;
import static org.moodlegateway.sandbox.Shape.PLUGIN;
import static org.moodlegateway.sandbox.Shape.RAW;
import static org.moodlegateway.sandbox.Shape.RAW_TRIMMED;
import static org.moodlegateway.sandbox.Shape.SAFEDIR;
import static org.moodlegateway.sandbox.Shape.TEXT;
import static org.moodlegateway.sandbox.Shape.USERNAME;
import static org.moodlegateway.sandbox.Shape.list;

import java.util.ArrayList;
import java.util.List;

/** The rows of {@code core_user_create_users} and {@code core_user_update_users}. */
final class UserShapes {
    static final Shape CREATE =
            struct(
                    required("username", USERNAME),
                    required("firstname", NOTAGS),
                    required("lastname", NOTAGS),
                    required("email", RAW_TRIMMED),
                    optional("password", RAW),
                    optional("createpassword", BOOL),
                    optional("auth", PLUGIN, "manual"));
    static final Shape UPDATE =
            struct(
                    required("id", INT),
                    optional("username", USERNAME),
                    optional("firstname", NOTAGS),
                    optional("lastname", NOTAGS),
                    optional("email", RAW_TRIMMED),
                    optional("password", RAW),
                    optional("auth", PLUGIN),
                    optional("suspended", BOOL));

    private UserShapes() {}

    private static Shape struct(Shape.Field... own) {
        Shape pairs = list(Shape.struct(required("type", ALPHANUMEXT), required("value", RAW)));
        List<Shape.Field> fields = new ArrayList<>(List.of(own));
        fields.addAll(
                List.of(
                        optional("idnumber", RAW),
                        optional("lang", SAFEDIR),
                        optional("city", NOTAGS),
                        optional("country", ALPHA),
                        optional("maildisplay", INT),
                        optional("timezone", RAW),
                        optional("description", TEXT),
                        optional("firstnamephonetic", NOTAGS),
                        optional("lastnamephonetic", NOTAGS),
                        optional("middlename", NOTAGS),
                        optional("alternatename", NOTAGS),
                        optional("interests", TEXT),
                        optional("institution", TEXT),
                        optional("department", TEXT),
                        optional("phone1", NOTAGS),
                        optional("phone2", NOTAGS),
                        optional("address", TEXT),
                        optional("calendartype", PLUGIN),
                        optional("theme", PLUGIN),
                        optional("mailformat", INT),
                        optional("customfields", pairs),
                        optional("preferences", pairs)));
        return Shape.struct(fields.toArray(Shape.Field[]::new));
    }
}
