/**
 * Shops in their own words: what a shop sends, in its own JSON, becomes a canonical order.
 *
 * <p>In comes a message with the shop's settings and what its API answered so far; out goes one
 * {@link org.moodlegateway.shop.Translation}. What a kind of shop means is data: {@code
 * config/shops/KIND.jq}, with {@code lib.jq} before it. The same input always gives the same
 * translation. Refused is what can't be translated, with a code, a JSON pointer and a sentence that
 * repeats nothing of the message.
 */
package org.moodlegateway.shop;
