package org.moodlegateway.intake;

/** A message that somebody sent in the name of a shop. */
interface FromShop {
    String shop();
}
