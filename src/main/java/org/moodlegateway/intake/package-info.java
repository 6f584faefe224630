/**
 * How an order comes in: by HTTP, as a file, or in a topic of Kafka.
 *
 * <p>In come requests that are signed or carry a key, files in the folder of their shop, and
 * records of topics that their shops name. Out go committed inbox rows of raw bytes, and answers or
 * reports that name the row. Refused, and not kept, is what nobody vouches for and what is no
 * order; each with a code, and with JSON pointer and sentence once the sender is known. Of Kafka
 * everything is kept, as rejected where it is none, since nobody could be answered.
 */
package org.moodlegateway.intake;
