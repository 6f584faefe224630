package org.moodlegateway;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;

/**
 * Makes a login that a broker refuses a failure like any other: Camel would give up for good, and
 * nothing would be read any more once the password or the certificate is right again.
 */
final class RefusedLogins {
    private RefusedLogins() {}

    /** The same consumer, after whose failures another one may follow. */
    @SuppressWarnings("rawtypes")
    static Consumer endure(Consumer consumer) {
        return (Consumer)
                Proxy.newProxyInstance(
                        Consumer.class.getClassLoader(),
                        new Class<?>[] {Consumer.class},
                        (proxy, method, arguments) -> call(consumer, method, arguments));
    }

    private static Object call(Object consumer, Method method, Object[] arguments)
            throws Throwable {
        try {
            return method.invoke(consumer, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof AuthenticationException refusal) {
                throw new KafkaException(
                        "the broker doesn't let the gateway in; look at kafka.user, kafka.password,"
                                + " kafka.certificate and kafka.trust: "
                                + refusal.getMessage(),
                        refusal);
            }
            throw e.getCause();
        }
    }
}
