package org.moodlegateway;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.moodlegateway.ledger.Databases;
import org.moodlegateway.sandbox.Behaviour;

/** {@link MoodleChanges} on a Moodle that behaves as 4.4 does, with a ledger on H2. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class MoodleChanges44Test extends MoodleChanges {
    @Override
    Behaviour behaviour() {
        return Behaviour.V4_4;
    }

    @Override
    Databases database() {
        return Databases.H2;
    }
}
