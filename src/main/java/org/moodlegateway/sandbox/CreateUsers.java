package org.moodlegateway.sandbox;

import static org.moodlegateway.sandbox.MoodleFunction.writing;
import static org.moodlegateway.sandbox.Shape.Field.required;
import static org.moodlegateway.sandbox.Shape.list;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code core_user_create_users}: all or none, though mails may leave before the commit. */
final class CreateUsers {
    private CreateUsers() {}

    static MoodleFunction function() {
        return writing(
                "core_user_create_users",
                Shape.struct(required("users", list(UserShapes.CREATE))),
                "",
                CreateUsers::createUsers);
    }

    private static Object createUsers(Call call) {
        call.require(Capabilities.USER_CREATE);
        List<Object> created = new ArrayList<>();
        List<MoodleUser> mailed = new ArrayList<>();
        for (Arguments row : call.arguments().rows("users")) {
            MoodleUser user = create(call, row);
            if (row.flag("createpassword") && call.behaviour().isFive()) {
                mailed.add(user);
            } else if (row.flag("createpassword")) {
                call.transaction()
                        .recordAtOnce(EffectKind.PASSWORD_MAILED, user.id(), 0, about(user));
            }
            created.add(Fields.with("id", user.id()).and("username", user.username()).map());
        }
        for (MoodleUser user : mailed) {
            call.transaction().record(EffectKind.PASSWORD_MAILED, user.id(), 0, about(user));
        }
        return created;
    }

    private static MoodleUser create(Call call, Arguments row) {
        MoodleUser draft = draft(row);
        check(call, row, draft);
        AccountRules.checkLengths(draft);
        if (call.tables().users().named(draft.username()).isPresent()) {
            throw MoodleError.write();
        }
        MoodleUser user = call.transaction().add(draft);
        call.transaction().record(EffectKind.USER_CREATED, user.id(), 0, about(user));
        return user;
    }

    private static MoodleUser draft(Arguments row) {
        return new MoodleUser(
                0,
                row.text("username"),
                row.text("email"),
                row.text("firstname"),
                row.text("lastname"),
                AccountRules.country(row.text("country", "")),
                row.text("city", ""),
                row.text("lang", "en"),
                row.text("idnumber", ""),
                row.text("auth", "manual"),
                true,
                false,
                false);
    }

    private static void check(Call call, Arguments row, MoodleUser draft) {
        boolean nameTaken =
                call.tables()
                        .users()
                        .named(draft.username())
                        .filter(call.transaction()::saw)
                        .isPresent();
        if (nameTaken
                || draft.username().isEmpty()
                || draft.firstname().isBlank()
                || draft.lastname().isBlank()
                || !AccountRules.AUTH_PLUGINS.contains(draft.auth())
                || !AccountRules.LANGUAGES.contains(draft.lang())
                || !AccountRules.isEmail(draft.email())
                || emailTaken(call, draft)) {
            throw MoodleError.invalidParameter();
        }
        if (!row.flag("createpassword")) {
            if (row.text("password", "").isEmpty()) {
                throw MoodleError.invalidParameter();
            }
            AccountRules.checkPassword(row.text("password"));
        }
    }

    private static boolean emailTaken(Call call, MoodleUser draft) {
        return !call.settings().sameEmail()
                && call.tables().users().withFoldedEmail(draft.email()).stream()
                        .map(id -> call.tables().users().find(id).orElseThrow())
                        .anyMatch(call.transaction()::saw);
    }

    private static Map<String, Object> about(MoodleUser user) {
        return Fields.with("username", user.username()).and("email", user.email()).map();
    }
}
