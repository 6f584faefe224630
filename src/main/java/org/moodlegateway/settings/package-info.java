/**
 * What an administrator sets: {@code config/application.properties} under the environment.
 *
 * <p>In: the file and the environment. Out: typed values. Refuses an unknown key, a value of the
 * wrong kind and a secret that is not there, each by the key's name.
 */
package org.moodlegateway.settings;
