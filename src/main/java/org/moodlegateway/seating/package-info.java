/**
 * Many people put on their seats at once.
 *
 * <p>In comes a table, CSV or Excel, with a row for each seat. Out goes a report with a row for
 * each row: good rows go through, whatever is wrong with others. Refused as a whole is only a file
 * that can't be read.
 */
package org.moodlegateway.seating;
