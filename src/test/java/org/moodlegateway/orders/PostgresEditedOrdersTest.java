package org.moodlegateway.orders;

import org.moodlegateway.ledger.Databases;

class PostgresEditedOrdersTest extends EditedOrdersContract {
    @Override
    Databases database() {
        return Databases.POSTGRES;
    }
}
