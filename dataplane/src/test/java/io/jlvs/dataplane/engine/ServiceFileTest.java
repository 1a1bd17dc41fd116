/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

import io.jlvs.dataplane.cnc.ServiceKey;
import io.jlvs.dataplane.cnc.ServiceSpec;
import io.jlvs.dataplane.cnc.TimeoutsRow;
import io.jlvs.dataplane.table.Destination;
import io.jlvs.dataplane.table.DestinationTable;
import io.jlvs.dataplane.table.ForwardingCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static io.jlvs.dataplane.engine.Specs.RS1;
import static io.jlvs.dataplane.engine.Specs.RS2;
import static io.jlvs.dataplane.engine.Specs.WEB;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ServiceFileTest implements RegistryListener
{
    @TempDir
    Path directory;

    @Test
    void shouldBringBackWhatWasSaved() throws IOException
    {
        final ServiceFile file = new ServiceFile(directory.resolve("services.conf"));
        final ServiceRegistry before = newRegistry();
        before.addService(WEB, Specs.persistent("wlc", 50));
        before.addDestination(WEB, RS1, Specs.weight(3));
        before.addDestination(WEB, RS2, Specs.forwarding(ForwardingCode.TUNNEL));
        before.addService(Specs.udp("fd00::100", 53), new ServiceSpec("rr", 0, 0, 128, false, ""));

        file.save(before, new TimeoutsRow(900, 120, 300));
        final ServiceRegistry after = newRegistry();
        final TimeoutsRow timeouts = file.load(after);

        assertEquals(new TimeoutsRow(900, 120, 300), timeouts);
        final List<RegisteredService> expected = List.copyOf(before.services());
        final List<RegisteredService> actual = List.copyOf(after.services());
        assertEquals(expected.size(), actual.size());
        for (int i = 0; i < expected.size(); i++)
        {
            assertEquals(expected.get(i).key, actual.get(i).key);
            assertEquals(expected.get(i).spec, actual.get(i).spec);
            assertEquals(keys(expected.get(i)), keys(actual.get(i)));
        }
    }

    @Test
    void shouldStartEmptyWithoutAFile() throws IOException
    {
        assertNull(new ServiceFile(directory.resolve("services.conf")).load(newRegistry()));
    }

    @Test
    void shouldNameFileAndLineOfWhatItCannotUnderstand() throws IOException
    {
        final Path path = directory.resolve("services.conf");
        Files.writeString(path, "jlvs-services 1\nservice 6 10.0.0.100 eighty rr 0 0 -1\n");

        final IOException ex =
            assertThrows(IOException.class, () -> new ServiceFile(path).load(newRegistry()));

        assertTrue(ex.getMessage().startsWith(path + ":2: "), ex.getMessage());
        assertTrue(ex.getMessage().contains("eighty"), ex.getMessage());
    }

    @Test
    void shouldRefuseAnotherVersion() throws IOException
    {
        final Path path = directory.resolve("services.conf");
        Files.writeString(path, "jlvs-services 9\n");

        final IOException ex =
            assertThrows(IOException.class, () -> new ServiceFile(path).load(newRegistry()));

        assertTrue(ex.getMessage().contains("'jlvs-services 9'"), ex.getMessage());
        assertTrue(ex.getMessage().contains("'jlvs-services 1'"), ex.getMessage());
    }

    @Override
    public void onServiceAdded(final ServiceKey key)
    {
    }

    @Override
    public void onServiceDeleted(final ServiceKey key)
    {
    }

    @Override
    public void onDestinationAdded(final Destination destination)
    {
    }

    @Override
    public void onDestinationRemoved(final Destination destination)
    {
    }

    private ServiceRegistry newRegistry()
    {
        return new ServiceRegistry(1, new DestinationTable(), this);
    }

    private static List<Object> keys(final RegisteredService service)
    {
        return service.destinations.stream().map((destination) -> (Object)List.of(destination.key, destination.spec))
            .toList();
    }
}
