package org.moodlegateway.localshop;

import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.io.TempDir;
import org.moodlegateway.localshop.ShopServers.Server;

@DisplayNameGeneration(ReplaceUnderscores.class)
class LocalShopOnPostgresTest extends LocalShopContract {
    @TempDir private Path folder;

    @Override
    Server server() throws SQLException {
        return ShopServers.postgres(folder);
    }
}
