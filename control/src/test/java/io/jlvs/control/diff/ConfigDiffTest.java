/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.diff;

import io.jlvs.control.diff.DirectorCommand.DeleteDestination;
import io.jlvs.control.diff.DirectorCommand.DeleteService;
import io.jlvs.control.diff.DirectorCommand.SetDestination;
import io.jlvs.control.diff.DirectorCommand.SetService;
import io.jlvs.dataplane.cnc.DestinationKey;
import io.jlvs.dataplane.cnc.DestinationSpec;
import io.jlvs.dataplane.cnc.ServiceKey;
import io.jlvs.dataplane.cnc.ServiceSpec;
import io.jlvs.dataplane.packet.IpProtocol;
import io.jlvs.dataplane.table.ForwardingCode;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;

class ConfigDiffTest
{
    private static final ServiceKey WEB = service(80);
    private static final ServiceKey MAIL = service(25);
    private static final ServiceSpec RR = new ServiceSpec("rr", 0, 0, -1, false, "");
    private static final ServiceSpec WLC = new ServiceSpec("wlc", 0, 50, -1, false, "");

    @Test
    void shouldSendNothingWhenNothingChanged()
    {
        final DesiredState state = state(Map.of(WEB, service(RR, 1, 2)));

        assertEquals(List.of(), ConfigDiff.between(state, state(Map.of(WEB, service(RR, 2, 1)))));
        assertEquals(List.of(), ConfigDiff.between(DesiredState.EMPTY, DesiredState.EMPTY));
    }

    @Test
    void shouldSetEverythingFromNothingInOrder()
    {
        assertEquals(
            List.of(
                new SetService(WEB, RR),
                new SetDestination(WEB, server(1), weight(1)),
                new SetDestination(WEB, server(2), weight(1))),
            ConfigDiff.between(DesiredState.EMPTY, state(Map.of(WEB, service(RR, 1, 2)))));
    }

    @Test
    void shouldAddServerBeforeItsPredecessorGoes()
    {
        assertEquals(
            List.of(new SetDestination(WEB, server(2), weight(1)), new DeleteDestination(WEB, server(1))),
            ConfigDiff.between(state(Map.of(WEB, service(RR, 1))), state(Map.of(WEB, service(RR, 2)))));
    }

    @Test
    void shouldChangeOnlyWhatDiffers()
    {
        final Map<DestinationKey, DestinationSpec> heavier = new LinkedHashMap<>();
        heavier.put(server(1), weight(1));
        heavier.put(server(2), weight(5));

        assertEquals(
            List.of(new SetService(WEB, WLC), new SetDestination(WEB, server(2), weight(5))),
            ConfigDiff.between(
                state(Map.of(WEB, service(RR, 1, 2))), state(Map.of(WEB, new DesiredService(WLC, heavier)))));
    }

    @Test
    void shouldDeleteServiceWithoutDeletingItsServers()
    {
        assertEquals(List.of(new DeleteService(MAIL)), ConfigDiff.between(
            state(Map.of(WEB, service(RR, 1), MAIL, service(RR, 1, 2))), state(Map.of(WEB, service(RR, 1)))));
    }

    @Test
    void shouldLeadFromAnyStateToAnyOther()
    {
        final long seed = System.nanoTime();
        final Random random = new Random(seed);
        for (int i = 0; i < 500; i++)
        {
            final DesiredState desired = randomState(random);
            final DirectorState director = new DirectorState();
            ConfigDiff.between(DesiredState.EMPTY, randomState(random)).forEach(director::apply);

            ConfigDiff.between(director.snapshot(), desired).forEach(director::apply);

            assertEquals(desired, director.snapshot(), "seed " + seed);
            assertEquals(List.of(), ConfigDiff.between(director.snapshot(), desired), "seed " + seed);
        }
    }

    private static DesiredState randomState(final Random random)
    {
        final Map<ServiceKey, DesiredService> services = new LinkedHashMap<>();
        for (final ServiceKey key : List.of(WEB, MAIL))
        {
            if (random.nextInt(4) > 0)
            {
                final Map<DestinationKey, DestinationSpec> destinations = new LinkedHashMap<>();
                for (int i = 1; i < 5; i++)
                {
                    if (random.nextBoolean())
                    {
                        destinations.put(server(i), weight(random.nextInt(3)));
                    }
                }
                services.put(key, new DesiredService(random.nextBoolean() ? RR : WLC, destinations));
            }
        }

        return new DesiredState(services);
    }

    private static DesiredState state(final Map<ServiceKey, DesiredService> services)
    {
        return new DesiredState(services);
    }

    private static DesiredService service(final ServiceSpec spec, final int... servers)
    {
        final Map<DestinationKey, DestinationSpec> destinations = new LinkedHashMap<>();
        for (final int number : servers)
        {
            destinations.put(server(number), weight(1));
        }

        return new DesiredService(spec, destinations);
    }

    private static ServiceKey service(final int port)
    {
        return new ServiceKey(IpProtocol.TCP, address(100), port, 0);
    }

    private static DestinationKey server(final int number)
    {
        return new DestinationKey(address(20 + number), 80);
    }

    private static DestinationSpec weight(final int weight)
    {
        return new DestinationSpec(ForwardingCode.DIRECT_ROUTE, weight, 0, 0, 0, 0, 0);
    }

    private static InetAddress address(final int last)
    {
        try
        {
            return InetAddress.getByAddress(new byte[]{10, 0, 0, (byte)last});
        }
        catch (final UnknownHostException ex)
        {
            throw new IllegalStateException("10.0.0." + last, ex);
        }
    }
}
