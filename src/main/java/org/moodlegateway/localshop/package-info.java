/**
 * Moodle's own shop, the plugin local_shop, which tells its bills to nobody but its database.
 *
 * <p>In come rows, read over a read-only account: bills with their items, customers and catalogue
 * items. Each bill becomes one message, as the tables have it; a message becomes a canonical order,
 * always the same one. Catalogue items become a {@code products.yaml}, with a report of what they
 * mean. Refused is what can't be read, with a code, a JSON pointer and a sentence that repeats
 * nothing of the bill.
 *
 * <p>Source: the code of local_shop, branch MOODLE_405_STABLE.
 */
package org.moodlegateway.localshop;
