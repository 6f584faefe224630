package org.moodlegateway.localshop;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What of a shop's bills is in the ledger. */
public interface BillMemory {

    /** How far they were read; empty if they never were. */
    Optional<BillCursor> cursor();

    /** What is remembered of these bills, which are a page at most. */
    Map<Long, SeenBill> seen(Collection<Long> ids);

    /** What is remembered of the bills from one id to another, both included. */
    Map<Long, SeenBill> seenBetween(long first, long last);

    /**
     * Keeps messages, what is to be remembered, and how far the bills are read now, in one
     * transaction. A message that is there already is not kept twice.
     */
    void keep(List<KeptBill> bills, BillCursor cursor);
}
