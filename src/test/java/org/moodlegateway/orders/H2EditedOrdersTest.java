package org.moodlegateway.orders;

import org.moodlegateway.ledger.Databases;

class H2EditedOrdersTest extends EditedOrdersContract {
    @Override
    Databases database() {
        return Databases.H2;
    }
}
