package org.moodlegateway.localshop;

/**
 * What is remembered of a bill that was kept.
 *
 * @param status as the shop has it
 * @param stamp when it was changed, in Unix seconds, as its message says
 */
public record SeenBill(String status, long stamp) {}
