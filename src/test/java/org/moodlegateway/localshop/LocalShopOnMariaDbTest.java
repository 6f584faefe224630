package org.moodlegateway.localshop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.sql.SQLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.moodlegateway.localshop.ShopServers.Server;

/**
 * On a MariaDB server of the machine's, where there is one; MARIADB_REQUIRED says there must be.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class LocalShopOnMariaDbTest extends LocalShopContract {

    @BeforeAll
    static void findServer() {
        if ("1".equals(System.getenv("MARIADB_REQUIRED"))) {
            assertThat(ShopServers.mariadbIsHere()).as("mariadbd is here").isTrue();
        }
        assumeTrue(ShopServers.mariadbIsHere(), "there is no mariadbd");
    }

    @Override
    Server server() throws SQLException {
        return ShopServers.mariadb();
    }
}
