package org.moodlegateway.sandbox;

import static org.moodlegateway.sandbox.MoodleFunction.writing;
import static org.moodlegateway.sandbox.Shape.ALPHANUMEXT;
import static org.moodlegateway.sandbox.Shape.Field.optional;
import static org.moodlegateway.sandbox.Shape.Field.required;
import static org.moodlegateway.sandbox.Shape.INT;
import static org.moodlegateway.sandbox.Shape.RAW;
import static org.moodlegateway.sandbox.Shape.list;
import static org.moodlegateway.sandbox.Shape.struct;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code core_message_send_instant_messages}: each message goes out on its own. */
final class MessageFunctions {
    private static final int LONGEST = 4096;

    private MessageFunctions() {}

    static List<MoodleFunction> all() {
        return List.of(
                writing(
                        "core_message_send_instant_messages",
                        struct(
                                required(
                                        "messages",
                                        list(
                                                struct(
                                                        required("touserid", INT),
                                                        required("text", RAW),
                                                        optional("textformat", INT, 0L),
                                                        optional("clientmsgid", ALPHANUMEXT))))),
                        "",
                        MessageFunctions::send));
    }

    private static Object send(Call call) {
        List<Object> answers = new ArrayList<>();
        int unknown = 0;
        int sent = 0;
        for (Arguments row : call.arguments().rows("messages")) {
            Optional<MoodleUser> user =
                    call.tables()
                            .users()
                            .find(row.number("touserid"))
                            .filter(found -> !found.deleted());
            Map<String, Object> answer = new LinkedHashMap<>();
            if (row.has("clientmsgid")) {
                answer.put("clientmsgid", row.text("clientmsgid"));
            }
            if (user.isPresent() && deliver(call, row, user.get(), answer)) {
                sent++;
            } else if (user.isEmpty()) {
                unknown++;
                fail(
                        answer,
                        call.behaviour().isFive()
                                ? "cantsendtouser"
                                : "The user " + row.number("touserid") + " doesn't exist");
            }
            answers.add(answer);
        }
        if (unknown > 0 && sent > 0 && !call.behaviour().isFive()) {
            throw MoodleError.moodle("formatnotsupported", "formatnotsupported").keepingWork();
        }
        return answers;
    }

    private static boolean deliver(
            Call call, Arguments row, MoodleUser user, Map<String, Object> answer) {
        String text = row.text("text");
        if (text.codePointCount(0, text.length()) > LONGEST) {
            fail(answer, "The message is longer than allowed");
            return false;
        }
        if (!call.caller().can(Capabilities.MESSAGE_ANY_USER)) {
            fail(answer, "You can't message this user");
            return false;
        }
        call.transaction()
                .record(
                        EffectKind.MESSAGE_SENT,
                        user.id(),
                        0,
                        Fields.with("username", user.username()).and("text", text).map());
        answer.put("msgid", call.transaction().nextMessageId());
        answer.put("text", text);
        answer.put("timecreated", call.at().getEpochSecond());
        answer.put("conversationid", user.id());
        answer.put("useridfrom", call.self().id());
        answer.put("candeletemessagesforallusers", false);
        return true;
    }

    private static void fail(Map<String, Object> answer, String message) {
        answer.put("msgid", -1);
        answer.put("errormessage", message);
    }
}
