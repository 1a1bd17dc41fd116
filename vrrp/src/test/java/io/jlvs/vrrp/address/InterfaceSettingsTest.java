/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InterfaceSettingsTest
{
    private static final String ARP_IGNORE = InterfaceSettings.path("ipv4", "eth0", "arp_ignore");

    @TempDir
    private Path root;
    private InterfaceSettings settings;

    @BeforeEach
    void begin() throws IOException
    {
        settings = new InterfaceSettings(root);
        Files.createDirectories(root.resolve(ARP_IGNORE).getParent());
        present("0");
    }

    @Test
    void shouldRestoreWhenTheLastHolderLetsGo() throws IOException
    {
        settings.hold("a", ARP_IGNORE, 1);
        settings.hold("b", ARP_IGNORE, 1);
        settings.hold("b", ARP_IGNORE, 1);
        assertEquals(1, settings.read(ARP_IGNORE));

        settings.release("a");
        assertEquals(1, settings.read(ARP_IGNORE));

        assertEquals(List.of(), settings.release("b"));
        assertEquals(0, settings.read(ARP_IGNORE));
    }

    @Test
    void shouldLeaveAloneWhatSomebodyElseHasChanged() throws IOException
    {
        settings.hold("a", ARP_IGNORE, 1);
        present("2");

        settings.release("a");

        assertEquals(2, settings.read(ARP_IGNORE));
    }

    @Test
    void shouldSetAgainWhatIsHeldAndRestoreTheFirstValue() throws IOException
    {
        settings.hold("a", ARP_IGNORE, 1);
        present("2");

        settings.hold("a", ARP_IGNORE, 1);
        assertEquals(1, settings.read(ARP_IGNORE));

        settings.release("a");
        assertEquals(0, settings.read(ARP_IGNORE));
    }

    @Test
    void shouldHaveNothingToRestoreWhenTheInterfaceIsGone() throws IOException
    {
        settings.hold("a", ARP_IGNORE, 1);
        Files.delete(root.resolve(ARP_IGNORE));

        assertEquals(List.of(), settings.release("a"));
    }

    @Test
    void shouldKeepForAllWhoJoined() throws IOException
    {
        settings.hold("a", ARP_IGNORE, 1);
        settings.join("b", "arp_ignore");

        settings.release("a");
        assertEquals(1, settings.read(ARP_IGNORE));

        settings.release("b");
        assertEquals(0, settings.read(ARP_IGNORE));
    }

    @Test
    void shouldTellThatThereIsNoSuchSetting()
    {
        assertThrows(NoSuchFileException.class, () -> settings.hold("a", "ipv4/conf/eth7/arp_ignore", 1));
    }

    private void present(final String value) throws IOException
    {
        Files.writeString(root.resolve(ARP_IGNORE), value + "\n");
    }
}
