/**
 * The page on which a buyer names his participants, without an account.
 *
 * <p>In comes a signed address, and what was typed into a form. Out go pages of plain HTML in
 * French and English, and assignments in the ledger. Refused is an address that was not signed
 * here, is over or was revoked: all with one and the same page.
 */
package org.moodlegateway.claim;
