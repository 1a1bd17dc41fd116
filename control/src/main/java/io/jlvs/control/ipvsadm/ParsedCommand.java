/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.ipvsadm;

import io.jlvs.dataplane.cnc.DestinationKey;
import io.jlvs.dataplane.cnc.DestinationSpec;
import io.jlvs.dataplane.cnc.ServiceKey;
import io.jlvs.dataplane.cnc.ServiceSpec;
import io.jlvs.dataplane.cnc.TimeoutsRow;

/**
 * What one command line asks for.
 */
sealed interface ParsedCommand
{
    /**
     * {@code -A}.
     *
     * @param key  identity.
     * @param spec settings.
     */
    record AddService(ServiceKey key, ServiceSpec spec) implements ParsedCommand
    {
    }

    /**
     * {@code -E}.
     *
     * @param key  identity.
     * @param spec settings; what was not given has its default.
     */
    record EditService(ServiceKey key, ServiceSpec spec) implements ParsedCommand
    {
    }

    /**
     * {@code -D}.
     *
     * @param key identity.
     */
    record DeleteService(ServiceKey key) implements ParsedCommand
    {
    }

    /** {@code -C}. */
    record Flush() implements ParsedCommand
    {
    }

    /**
     * {@code -a}.
     *
     * @param service identity of the service.
     * @param key     identity.
     * @param spec    settings.
     */
    record AddServer(ServiceKey service, DestinationKey key, DestinationSpec spec) implements ParsedCommand
    {
    }

    /**
     * {@code -e}.
     *
     * @param service identity of the service.
     * @param key     identity.
     * @param spec    settings; what was not given has its default.
     */
    record EditServer(ServiceKey service, DestinationKey key, DestinationSpec spec) implements ParsedCommand
    {
    }

    /**
     * {@code -d}.
     *
     * @param service identity of the service.
     * @param key     identity.
     */
    record DeleteServer(ServiceKey service, DestinationKey key) implements ParsedCommand
    {
    }

    /**
     * {@code -L}, all services.
     *
     * @param format of the rows.
     */
    record ListServices(ListingFormat format) implements ParsedCommand
    {
    }

    /**
     * {@code -L} with a service.
     *
     * @param key    identity.
     * @param format of the rows.
     */
    record ListService(ServiceKey key, ListingFormat format) implements ParsedCommand
    {
    }

    /**
     * {@code -L -c}.
     *
     * @param format of the rows.
     */
    record ListConnections(ListingFormat format) implements ParsedCommand
    {
    }

    /** {@code -L --timeout}. */
    record ListTimeouts() implements ParsedCommand
    {
    }

    /** {@code -L --daemon}. */
    record ListDaemons() implements ParsedCommand
    {
    }

    /**
     * {@code -S}.
     *
     * @param format of the rules.
     */
    record Save(ListingFormat format) implements ParsedCommand
    {
    }

    /** {@code -R}. */
    record Restore() implements ParsedCommand
    {
    }

    /** {@code -Z}, all services. */
    record ZeroAll() implements ParsedCommand
    {
    }

    /**
     * {@code -Z} with a service.
     *
     * @param key identity.
     */
    record ZeroService(ServiceKey key) implements ParsedCommand
    {
    }

    /**
     * {@code --set}.
     *
     * @param timeouts in seconds, 0 keeps one.
     */
    record SetTimeouts(TimeoutsRow timeouts) implements ParsedCommand
    {
    }

    /**
     * {@code --start-daemon}.
     *
     * @param master      true for the sending side.
     * @param syncId      0..255.
     * @param ifname      interface, at most 15 characters.
     * @param group       multicast address, 4 or 16 bytes, or null for the default.
     * @param port        UDP port, 0 for the default.
     * @param ttl         of the messages, 0 for the default.
     * @param lengthBytes longest message, 0 for the default.
     */
    record StartDaemon(boolean master, int syncId, String ifname, byte[] group, int port, int ttl, int lengthBytes)
        implements ParsedCommand
    {
    }

    /**
     * {@code --stop-daemon}.
     *
     * @param master true for the sending side.
     */
    record StopDaemon(boolean master) implements ParsedCommand
    {
    }

    /** {@code -h}. */
    record ShowHelp() implements ParsedCommand
    {
    }

    /** {@code -v}. */
    record ShowVersion() implements ParsedCommand
    {
    }

    /**
     * Nothing, for the arguments are wrong.
     *
     * @param exitStatus  of the process.
     * @param text        one line for standard error, without its end.
     * @param endsProcess whether {@code -R} stops here; otherwise it goes on with the next line.
     */
    record ParseFailure(int exitStatus, String text, boolean endsProcess) implements ParsedCommand
    {
    }
}
