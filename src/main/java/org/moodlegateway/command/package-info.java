/**
 * What a person does on the command line.
 *
 * <p>In: arguments. Out: a table or JSON on stdout, remarks on stderr, and an exit code: 0 good, 1
 * found something wrong, 2 misuse. Refuses in one sentence, never with a stack.
 */
package org.moodlegateway.command;
