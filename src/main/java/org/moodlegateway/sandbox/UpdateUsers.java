package org.moodlegateway.sandbox;

import static org.moodlegateway.sandbox.MoodleFunction.writing;
import static org.moodlegateway.sandbox.Shape.Field.required;
import static org.moodlegateway.sandbox.Shape.list;

import java.util.ArrayList;
import java.util.List;

/** {@code core_user_update_users}: row by row; a row that fails is a warning, the others stay. */
final class UpdateUsers {
    private UpdateUsers() {}

    static MoodleFunction function() {
        return writing(
                "core_user_update_users",
                Shape.struct(required("users", list(UserShapes.UPDATE))),
                "id",
                UpdateUsers::updateUsers);
    }

    private static Object updateUsers(Call call) {
        call.require(Capabilities.USER_UPDATE);
        List<Object> warnings = new ArrayList<>();
        boolean answerSpoilt = false;
        for (Arguments row : call.arguments().rows("users")) {
            Transaction.Savepoint savepoint = call.transaction().savepoint();
            try {
                update(call, row);
            } catch (MoodleError error) {
                call.transaction().rollbackTo(savepoint);
                // a warning's code must be alphanumeric, and that of a weak password is HTML
                answerSpoilt |= !error.code().matches("[A-Za-z0-9]+");
                warnings.add(
                        Fields.with("item", "user")
                                .and("itemid", row.number("id"))
                                .and("warningcode", error.code())
                                .and("message", error.getMessage())
                                .map());
            }
        }
        if (answerSpoilt) {
            throw MoodleError.of(
                            "invalid_response_exception",
                            "invalidresponse",
                            "Invalid response value detected")
                    .keepingWork();
        }
        return Fields.with("warnings", warnings).map();
    }

    private static void update(Call call, Arguments row) {
        MoodleUser before =
                call.tables()
                        .users()
                        .find(row.number("id"))
                        .orElseThrow(() -> MoodleError.moodle("invaliduserid", "Invalid user ID"));
        checkTarget(call, before);
        checkEmail(call, row, before);
        if (row.has("password")) {
            AccountRules.checkPassword(row.text("password"));
        }
        MoodleUser after =
                new MoodleUser(
                        before.id(),
                        row.text("username", before.username()),
                        row.text("email", before.email()),
                        row.text("firstname", before.firstname()),
                        row.text("lastname", before.lastname()),
                        row.has("country")
                                ? AccountRules.country(row.text("country"))
                                : before.country(),
                        row.text("city", before.city()),
                        row.text("lang", before.lang()),
                        row.text("idnumber", before.idnumber()),
                        row.text("auth", before.auth()),
                        before.confirmed(),
                        row.has("suspended") ? row.flag("suspended") : before.suspended(),
                        false);
        AccountRules.checkLengths(after);
        boolean nameTaken =
                !after.username().equals(before.username())
                        && call.tables().users().named(after.username()).isPresent();
        if (nameTaken) {
            throw MoodleError.write();
        }
        call.transaction().replace(after);
        call.transaction()
                .record(
                        EffectKind.USER_UPDATED,
                        after.id(),
                        0,
                        Fields.with("username", after.username())
                                .and("email", after.email())
                                .and("suspended", after.suspended())
                                .map());
    }

    private static void checkTarget(Call call, MoodleUser user) {
        if (user.id() == MoodleUser.ADMIN && !call.caller().admin()) {
            throw MoodleError.moodle("usernotupdatedadmin", "Cannot update admin account");
        }
        if (user.deleted()) {
            throw MoodleError.moodle("usernotupdateddeleted", "User is a deleted user");
        }
        if (user.isGuest()) {
            throw MoodleError.moodle("usernotupdatedguest", "Cannot update guest account");
        }
    }

    private static void checkEmail(Call call, Arguments row, MoodleUser before) {
        String email = row.text("email", before.email());
        if (email.equals(before.email())) {
            return;
        }
        if (!AccountRules.isEmail(email)) {
            throw MoodleError.moodle("useremailinvalid", "Invalid email address");
        }
        boolean taken =
                call.tables().users().withFoldedEmail(email).stream()
                        .anyMatch(id -> id != before.id());
        if (taken && !call.settings().sameEmail()) {
            throw MoodleError.moodle("useremailduplicate", "Duplicate address");
        }
    }
}
