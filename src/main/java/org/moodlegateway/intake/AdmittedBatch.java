package org.moodlegateway.intake;

import java.util.List;

/** Events that came in one message: all of them are kept, or none. */
public record AdmittedBatch(String shop, List<Admitted> events) implements FromShop {
    public AdmittedBatch {
        events = List.copyOf(events);
    }
}
