/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.bpf;

import io.jlvs.dataplane.engine.KernelGuard;
import io.jlvs.dataplane.engine.KernelGuardSupplier;
import io.jlvs.dataplane.packet.IpProtocol;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CopyOnWriteArrayList;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Pointer;

/**
 * A process inside a network namespace that does what its standard input says, a line per command, and answers each
 * with a line. The commands are the cases of {@link #answer(String[])}.
 */
final class LabChild
{
    private static final int SILENCE_TIMEOUT_MS = 500;
    private static final int PING_TIMEOUT_MS = 5_000;

    private final List<String> frames = new CopyOnWriteArrayList<>();
    private KernelGuard guard;
    private Hammer hammer;

    /** Calls that only this process makes. */
    public interface Calls
    {
        int bind(int fd, Pointer address, int length);
    }

    private LabChild()
    {
    }

    /**
     * Read commands until the input ends.
     *
     * @param args none.
     * @throws IOException if the pipes break.
     */
    public static void main(final String[] args) throws IOException
    {
        final LabChild child = new LabChild();
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)))
        {
            String line = in.readLine();
            while (line != null)
            {
                System.out.println(child.answerOrError(line.split(" ")));
                line = in.readLine();
            }
        }

        Runtime.getRuntime().halt(0);
    }

    private String answerOrError(final String[] words)
    {
        try
        {
            return answer(words);
        }
        catch (final IOException | RuntimeException ex)
        {
            return ("error " + ex).replace('\n', ' ');
        }
    }

    private String answer(final String[] words) throws IOException
    {
        switch (words[0])
        {
            case "open":
                guard = ServiceLoader.load(KernelGuardSupplier.class).findFirst().orElseThrow().open(Path.of(words[1]));
                return guard.description();

            case "attach":
                guard.attach(Integer.parseInt(words[1]));
                return "ok";

            case "add":
                withService(words, guard::add);
                return "ok";

            case "remove":
                withService(words, guard::remove);
                return "ok";

            case "clear":
                guard.clear();
                return "ok";

            case "drops":
                return Long.toString(((TcGuard)guard).drops());

            case "close":
                guard.close();
                return "ok";

            case "tcx":
                return Integer.toString(tcxPrograms(Integer.parseInt(words[1])));

            case "tcp":
                return tcp(new InetSocketAddress(words[1], Integer.parseInt(words[2])));

            case "udp":
                return udp(new InetSocketAddress(words[1], Integer.parseInt(words[2])), Integer.parseInt(words[3]));

            case "ping":
                return InetAddress.getByName(words[1]).isReachable(PING_TIMEOUT_MS) ? "answered" : "silent";

            case "listen":
                listen(Integer.parseInt(words[1]));
                return "ok";

            case "tap":
                tap(Integer.parseInt(words[1]));
                return "ok";

            case "frames":
                return String.join(" ", frames);

            case "send":
                send(Integer.parseInt(words[1]), HexFormat.of().parseHex(words[2]));
                return "ok";

            case "hammer":
                hammer = new Hammer(new InetSocketAddress(words[1], Integer.parseInt(words[2])));
                hammer.start();
                return "ok";

            case "hammered":
                return hammer.finish();

            default:
                return "error no such command " + words[0];
        }
    }

    private interface ServiceCall
    {
        void accept(boolean ipv6, int protocol, long addressHigh, long addressLow, int port);
    }

    private static void withService(final String[] words, final ServiceCall call) throws IOException
    {
        final byte[] bytes = InetAddress.getByName(words[2]).getAddress();
        final ByteBuffer buffer = ByteBuffer.allocate(2 * Long.BYTES);
        buffer.position(buffer.capacity() - bytes.length);
        buffer.put(bytes);
        call.accept(
            bytes.length > Integer.BYTES, words[1].equals("tcp") ? IpProtocol.TCP : IpProtocol.UDP,
            buffer.getLong(0), buffer.getLong(Long.BYTES), Integer.parseInt(words[3]));
    }

    /** All programs at tcx ingress, by whatever name; struct bpf_prog_query_opts: prog_cnt at 24. */
    private static int tcxPrograms(final int interfaceIndex)
    {
        final int countOffset = 24;
        final Pointer options = TcxIngress.queryOptions();
        Native.check(
            "bpf_prog_query", Native.libBpf().queryPrograms(interfaceIndex, TcxIngress.ATTACH_TYPE, options));

        return options.getInt(countOffset);
    }

    private static String tcp(final InetSocketAddress address) throws IOException
    {
        try (Socket socket = new Socket())
        {
            socket.connect(address, SILENCE_TIMEOUT_MS);

            return "connected";
        }
        catch (final SocketTimeoutException ex)
        {
            return "silent";
        }
        catch (final ConnectException ex)
        {
            return "refused";
        }
    }

    private static String udp(final InetSocketAddress address, final int length) throws IOException
    {
        try (DatagramSocket socket = new DatagramSocket())
        {
            socket.connect(address);
            socket.setSoTimeout(SILENCE_TIMEOUT_MS);
            socket.send(new DatagramPacket(new byte[length], length));
            socket.receive(new DatagramPacket(new byte[length], length));

            return "answered";
        }
        catch (final SocketTimeoutException ex)
        {
            return "silent";
        }
        catch (final PortUnreachableException ex)
        {
            return "refused";
        }
    }

    @SuppressWarnings("resource")
    private static void listen(final int port) throws IOException
    {
        final ServerSocket server = new ServerSocket(port);
        startDaemon(() ->
        {
            while (true)
            {
                server.accept().close();
            }
        });
    }

    private void tap(final int interfaceIndex)
    {
        final int bufferLength = 2048;
        final int fd = packetSocket(interfaceIndex, (short)3);
        final Pointer buffer = Native.allocate(bufferLength);
        startDaemon(() ->
        {
            while (true)
            {
                final long length = Native.libC().read(fd, buffer, bufferLength);
                final byte[] bytes = new byte[Math.max(0, (int)length)];
                buffer.get(0, bytes, 0, bytes.length);
                frames.add(HexFormat.of().formatHex(bytes));
            }
        });
    }

    private static void send(final int interfaceIndex, final byte[] frame)
    {
        final int fd = packetSocket(interfaceIndex, (short)0);
        final Pointer buffer = Native.allocate(frame.length);
        buffer.put(0, frame, 0, frame.length);
        final long result = Native.libC().write(fd, buffer, frame.length);
        final int errno = Native.errno();
        Native.libC().close(fd);
        if (result != frame.length)
        {
            throw new BpfException("write(AF_PACKET)", errno, "");
        }
    }

    /** struct sockaddr_ll: 0 family, 2 protocol (network order), 4 ifindex, in all 20 bytes. */
    private static int packetSocket(final int interfaceIndex, final short protocol)
    {
        final int addressFamily = 17;
        final int socketTypeRaw = 3;
        final int addressLength = 20;
        final Pointer address = Native.allocate(addressLength);
        address.putShort(0, (short)addressFamily);
        address.putShort(2, ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ?
            Short.reverseBytes(protocol) : protocol);
        address.putInt(4, interfaceIndex);

        final int fd = Native.libC().socket(addressFamily, socketTypeRaw, 0);
        if (fd < 0 || LibraryLoader.create(Calls.class).load("c").bind(fd, address, addressLength) < 0)
        {
            throw new BpfException("AF_PACKET socket on interface " + interfaceIndex, Native.errno(), "");
        }

        return fd;
    }

    private interface Loop
    {
        void run() throws IOException;
    }

    private static void startDaemon(final Loop loop)
    {
        final Thread thread = new Thread(() ->
        {
            try
            {
                loop.run();
            }
            catch (final IOException ex)
            {
                throw new UncheckedIOException(ex);
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    /** Sends datagrams without a pause and counts the refusals that come back. */
    private static final class Hammer extends Thread
    {
        private final InetSocketAddress address;
        private volatile boolean isRunning = true;
        private long sent;
        private long refused;

        private Hammer(final InetSocketAddress address)
        {
            this.address = address;
        }

        @Override
        public void run()
        {
            try (DatagramSocket socket = new DatagramSocket())
            {
                socket.connect(address);
                while (isRunning)
                {
                    sendOne(socket);
                }
            }
            catch (final IOException ex)
            {
                throw new UncheckedIOException(ex);
            }
        }

        private void sendOne(final DatagramSocket socket) throws IOException
        {
            try
            {
                socket.send(new DatagramPacket(new byte[1], 1));
                sent++;
            }
            catch (final PortUnreachableException ex)
            {
                refused++;
            }
        }

        private String finish()
        {
            isRunning = false;
            try
            {
                join();
            }
            catch (final InterruptedException ex)
            {
                Thread.currentThread().interrupt();
            }

            return "sent " + (sent > 0 ? "some" : "none") + ", refused " + refused;
        }
    }
}
