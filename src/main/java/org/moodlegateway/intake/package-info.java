/**
 * How an order comes in: by HTTP or as a file.
 *
 * <p>In come requests that are signed or carry a key, and files in a folder of their shop. Out go
 * committed inbox rows of raw bytes, and answers or reports that name the row. Refused, and not
 * kept, is what nobody vouches for and what is no order; each with a code, and with JSON pointer
 * and sentence once the sender is known.
 */
package org.moodlegateway.intake;
