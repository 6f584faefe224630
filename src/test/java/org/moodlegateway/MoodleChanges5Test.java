package org.moodlegateway;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.moodlegateway.ledger.Databases;
import org.moodlegateway.sandbox.Behaviour;

/** {@link MoodleChanges} on a Moodle that behaves as 5.x does, with a ledger on PostgreSQL. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class MoodleChanges5Test extends MoodleChanges {
    @Override
    Behaviour behaviour() {
        return Behaviour.V5;
    }

    @Override
    Databases database() {
        return Databases.POSTGRES;
    }
}
