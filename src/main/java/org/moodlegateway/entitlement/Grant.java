package org.moodlegateway.entitlement;

import org.moodlegateway.seat.Period;

/** What one live seat asks for in its entitlement: a role, for a period. */
public record Grant(String role, Period period) {}
