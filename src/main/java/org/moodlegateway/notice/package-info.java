/**
 * What people and machines are told.
 *
 * <p>In: facts that were noted with the change that made them true. Out: mails, the shop's
 * call-back and its own orders, the administrator's webhook, events and log lines, each from a row
 * of its own, so that one that is down delays no other; and the three texts about a line of an
 * order, whenever somebody asks. Refuses a template or a table of notices that can't be used, with
 * file and line; gives up a notice that can't be delivered, visibly.
 */
package org.moodlegateway.notice;
