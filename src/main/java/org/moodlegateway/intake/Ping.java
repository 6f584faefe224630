package org.moodlegateway.intake;

/** A shop tries whether somebody is at the address. It is answered, and nothing else is done. */
public record Ping(String shop) implements FromShop {}
