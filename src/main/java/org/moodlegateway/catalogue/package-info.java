/**
 * The catalogue: what each product code means.
 *
 * <p>In comes {@code config/products.yaml}; out goes an immutable {@link
 * org.moodlegateway.catalogue.Catalogue}. A bad product is refused alone, with file, line, product,
 * parameter and value; only a file that can't be read at all is refused whole.
 */
package org.moodlegateway.catalogue;
