/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/**
 * Handlers for Unix signals, by the JDK's own {@code sun.misc.Signal}: Java has no other way to take SIGHUP. By
 * reflection, because javac warns of a direct use in a way that cannot be switched off.
 */
final class Signals
{
    private Signals()
    {
    }

    /**
     * Take a signal.
     *
     * @param name    without SIG.
     * @param handler called on a thread of the JVM's.
     */
    static void onSignal(final String name, final Runnable handler)
    {
        try
        {
            final Class<?> signalClass = Class.forName("sun.misc.Signal");
            final Class<?> handlerClass = Class.forName("sun.misc.SignalHandler");
            final Object proxy = Proxy.newProxyInstance(
                Signals.class.getClassLoader(),
                new Class<?>[]{handlerClass},
                (self, method, arguments) ->
                {
                    if ("handle".equals(method.getName()))
                    {
                        handler.run();
                        return null;
                    }

                    return "hashCode".equals(method.getName()) ? (Object)System.identityHashCode(self) :
                        "equals".equals(method.getName()) ? (Object)(self == arguments[0]) : "handler of SIG" + name;
                });
            signalClass.getMethod("handle", signalClass, handlerClass)
                .invoke(null, signalClass.getConstructor(String.class).newInstance(name), proxy);
        }
        catch (final InvocationTargetException ex)
        {
            throw new IllegalStateException("cannot take SIG" + name + ": " + ex.getCause(), ex);
        }
        catch (final ReflectiveOperationException ex)
        {
            throw new IllegalStateException("this Java has no sun.misc.Signal to take SIG" + name, ex);
        }
    }
}
