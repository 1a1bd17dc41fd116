/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

import io.jlvs.dataplane.cnc.DirectorCounters;
import io.jlvs.dataplane.cnc.SystemCounterDescriptor;
import io.jlvs.dataplane.engine.FlowOffloadSupplier.TableShape;
import io.jlvs.dataplane.linux.netlink.LinkInfo;
import org.agrona.CloseHelper;
import org.agrona.concurrent.status.AtomicCounter;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * Opens the {@link FlowOffload} that {@code --io} asks for and says what has become of it.
 */
final class Offloads
{
    private static final Logger LOGGER = Logger.getLogger(Offloads.class.getName());
    private static final Path INTERFACES = Path.of("/sys/class/net");
    private static final String LABEL_PREFIX = "xdp-";

    private Offloads()
    {
    }

    /**
     * Open an offload.
     *
     * @param context of the director.
     * @param ipv4    shape of the IPv4 flow table.
     * @param ipv6    shape of the IPv6 flow table.
     * @return the offload, or null: AF_PACKET alone.
     * @throws DirectorException if one is demanded and this machine has none.
     */
    static FlowOffload open(final DirectorContext context, final TableShape ipv4, final TableShape ipv6)
    {
        if (DirectorContext.IO_AF_PACKET.equals(context.io()))
        {
            return null;
        }

        try
        {
            final FlowOffloadSupplier supplier = ServiceLoader.load(FlowOffloadSupplier.class).findFirst().orElseThrow(
                () -> new IllegalStateException("no offload on the class path: start it with ./jlvs director"));
            return supplier.open(context.directory(), ipv4, ipv6);
        }
        catch (final RuntimeException ex)
        {
            if (DirectorContext.IO_XDP.equals(context.io()))
            {
                throw DirectorException.failure(
                    "--io xdp: " + ex.getMessage() + "; --io auto goes on with AF_PACKET alone", ex);
            }

            LOGGER.warning("XDP cannot be used, AF_PACKET carries all packets: " + ex.getMessage());
            return null;
        }
    }

    /**
     * Detach what a killed director left running.
     *
     * @param directory of the director.
     * @return number of interfaces that it was detached from.
     */
    static int detach(final Path directory)
    {
        return ServiceLoader.load(FlowOffloadSupplier.class).findFirst()
            .map((supplier) -> supplier.detach(directory)).orElse(0);
    }

    /**
     * For a director without an offload: what a killed one left would forward by tables that nobody keeps any more.
     *
     * @param directory of the director.
     */
    static void takeAway(final Path directory)
    {
        try
        {
            final int count = detach(directory);
            if (count > 0)
            {
                LOGGER.info("took XDP of the director before this one from " + count + " interfaces");
            }
        }
        catch (final RuntimeException ex)
        {
            LOGGER.warning("XDP of the director before this one cannot be taken away: " + ex.getMessage() +
                "; it forwards until its --orphan-seconds are over");
        }
    }

    /**
     * Restore what a killed director left in the maps of its offload. What cannot be read there comes from the record.
     *
     * @param offload  of this director.
     * @param restorer takes the connections.
     * @return the predecessor, to be closed when it is replaced, or null.
     */
    static FlowOffload.Predecessor restore(final FlowOffload offload, final ConnectionRestorer restorer)
    {
        FlowOffload.Predecessor predecessor = null;
        try
        {
            predecessor = offload.predecessor();
            if (null != predecessor)
            {
                restorer.restore(predecessor);
            }
            return predecessor;
        }
        catch (final RuntimeException ex)
        {
            LOGGER.warning("what a director before this one left in XDP cannot be taken over, its connections come " +
                "from the record: " + ex.getMessage());
            CloseHelper.quietClose(predecessor);
            return null;
        }
    }

    /**
     * Counters of an offload.
     *
     * @param counters of the director.
     * @return by ordinal of {@link OffloadOutcome}.
     */
    static AtomicCounter[] counters(final DirectorCounters counters)
    {
        return counters.offload(Arrays.stream(OffloadOutcome.values())
            .map((outcome) -> LABEL_PREFIX + outcome.label()).toArray(String[]::new));
    }

    /**
     * The best mode to try on an interface. A checksum that a local sender left to the device does not survive XDP in
     * the driver of a software device, so there it is used only when it is asked for.
     *
     * @param io   of the director.
     * @param link to attach to.
     * @return native or generic.
     */
    static FlowOffload.Mode preferred(final String io, final LinkInfo link)
    {
        return DirectorContext.IO_XDP.equals(io) || isHardware(link) ?
            FlowOffload.Mode.NATIVE : FlowOffload.Mode.GENERIC;
    }

    /**
     * Log and count what has become of the interfaces.
     *
     * @param attachments of the interfaces.
     * @param ports       of the director.
     * @param context     of the director.
     * @param counters    of the director.
     * @return in a few words.
     * @throws DirectorException if XDP is demanded and an interface has none.
     */
    static String report(
        final List<FlowOffload.Attachment> attachments,
        final Ports ports,
        final DirectorContext context,
        final DirectorCounters counters)
    {
        for (final FlowOffload.Attachment attachment : attachments)
        {
            final String name = ports.name(attachment.interfaceIndex());
            final String text = name + ": " + text(attachment);
            LOGGER.info("XDP on " + text);
            counters.offload(LABEL_PREFIX + "on-" + text)[0].setRelease(
                FlowOffload.Mode.NONE == attachment.mode() ? 0 : 1);
            counters.system(descriptor(attachment.mode())).increment();
            if (FlowOffload.Mode.NONE == attachment.mode() && DirectorContext.IO_XDP.equals(context.io()))
            {
                throw DirectorException.failure(
                    "--io xdp: no XDP on " + name + ": " + attachment.reason() +
                    "; --io auto goes on with AF_PACKET alone there", null);
            }
        }

        return attachments.stream()
            .map((attachment) -> attachment.mode().name().toLowerCase(Locale.ROOT))
            .distinct().collect(Collectors.joining(" and ", "xdp (", "), "));
    }

    private static String text(final FlowOffload.Attachment attachment)
    {
        return switch (attachment.mode())
        {
            case NATIVE -> "native";
            case GENERIC -> "generic (" + (attachment.reason().isEmpty() ?
                "a software device: native only with --io xdp" : attachment.reason()) + ")";
            case NONE -> "none, AF_PACKET alone (" + attachment.reason() + ")";
        };
    }

    private static SystemCounterDescriptor descriptor(final FlowOffload.Mode mode)
    {
        return switch (mode)
        {
            case NATIVE -> SystemCounterDescriptor.XDP_NATIVE_INTERFACES;
            case GENERIC -> SystemCounterDescriptor.XDP_GENERIC_INTERFACES;
            case NONE -> SystemCounterDescriptor.XDP_NO_INTERFACES;
        };
    }

    private static boolean isHardware(final LinkInfo link)
    {
        return Files.exists(INTERFACES.resolve(link.name()).resolve("device"));
    }
}
