package org.moodlegateway.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Set;
import org.apache.camel.Body;
import org.moodlegateway.enrolment.PeopleDecisions;
import org.moodlegateway.enrolment.PeopleDecisions.Decision;
import org.moodlegateway.intake.RefusedException;

/** Decides of two e-mails whether they are one person or two. */
public final class PeopleApi {
    private static final int UNKNOWN = 404;
    private static final int NOT_NOW = 409;
    private static final int WRONG = 422;

    private final PeopleDecisions decisions;
    private final Runnable changed;

    /** Calls {@code changed} after every decision. */
    public PeopleApi(PeopleDecisions decisions, Runnable changed) {
        this.decisions = decisions;
        this.changed = changed;
    }

    /** {@code /api/people/same}: they are one. */
    public String same(@Body Instruction instruction) {
        JsonNode json = emails(instruction);
        return answer(
                decisions.same(
                        Instruction.text(json, "old"),
                        Instruction.text(json, "new"),
                        instruction.actor()));
    }

    /** {@code /api/people/differ}: they are two. */
    public String differ(@Body Instruction instruction) {
        JsonNode json = emails(instruction);
        return answer(
                decisions.differ(
                        Instruction.text(json, "old"),
                        Instruction.text(json, "new"),
                        instruction.actor()));
    }

    private static JsonNode emails(Instruction instruction) {
        instruction.question().allow(Set.of());
        return instruction.json(Set.of("old", "new"));
    }

    private String answer(Decision decision) {
        if (decision.problem() != null) {
            throw new RefusedException(
                    status(decision.problem().code()), List.of(decision.problem()));
        }
        changed.run();
        return JsonNodeFactory.instance.objectNode().put("result", decision.word()).toString();
    }

    private static int status(String code) {
        return switch (code) {
            case "person-unknown" -> UNKNOWN;
            case "person-busy", "two-accounts" -> NOT_NOW;
            default -> WRONG;
        };
    }
}
