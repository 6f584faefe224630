/**
 * Shops that speak their own language: what a kind of shop signs, is asked and means, as {@code
 * config/shops} says, and the translation of its messages into canonical orders.
 */
package org.moodlegateway.shop;
