package org.moodlegateway.moodle;

import java.util.List;
import java.util.SortedSet;
import org.moodlegateway.ledger.Pauses.Scope;
import org.moodlegateway.ledger.Work;

/** One kind of call that {@link BatchWriter} makes for many people at once. */
interface Writing {

    /** How many rows of the call one piece of work takes. */
    int rows(Work work);

    Outcome send(List<Work> part);

    /** What it means for the batch that Moodle did it. */
    Batch done(Batch batch, List<Work> part);

    /** The roles that the call names for a piece of work. */
    SortedSet<String> roles(Work work);

    /** What waits when a course refuses the call. */
    Scope courseScope();

    /** Whether this refusal of one course, or of one row, says that all is as wished already. */
    boolean holdsAlready(String errorcode);

    /** The word for Moodle's errorcode: the same, unless it says too little. */
    String code(String errorcode);
}
