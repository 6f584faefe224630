/**
 * What people must be told.
 *
 * <p>In: notices that were written to the outbox with the change they speak of. Out: one line in
 * the log for each alert. Refuses nothing: a notice that can't be told stays in the outbox.
 */
package org.moodlegateway.notice;
