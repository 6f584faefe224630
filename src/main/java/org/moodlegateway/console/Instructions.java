package org.moodlegateway.console;

import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.moodlegateway.intake.Doorkeeper;
import org.moodlegateway.intake.RefusedException;

/** Takes from a POST request what the API needs, and lets administrators in. */
public final class Instructions {
    private final Questions questions;
    private final Doorkeeper doorkeeper;

    public Instructions(Questions questions, Doorkeeper doorkeeper) {
        this.questions = questions;
        this.doorkeeper = doorkeeper;
    }

    /** Reads the request itself; after this, no header of the message is needed any more. */
    public Instruction receive(Exchange exchange) {
        byte[] body =
                Optional.ofNullable(exchange.getMessage().getBody(byte[].class))
                        .orElse(new byte[0]);
        return new Instruction(questions.receive(exchange), body, "");
    }

    /**
     * Hands the instruction on, with who gave it.
     *
     * @throws RefusedException 401 without an administrator's key
     */
    public Instruction admit(@Body Instruction instruction) {
        String name = doorkeeper.admitAdmin(instruction.question().keys());
        return new Instruction(instruction.question(), instruction.body(), "key " + name);
    }
}
