package org.moodlegateway.catalogue;

/** Whether who buys seats is meant to sit on one of them when nobody is named. */
public enum BuyerLearns {
    /** Every seat is to be given away. */
    NEVER,
    /** The buyer is, of a single seat; more are to be given away. */
    ALONE
}
