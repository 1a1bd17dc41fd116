/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.check;

import com.sun.net.httpserver.HttpServer;
import io.jlvs.control.model.CheckSettings;
import io.jlvs.control.model.TestConfigurations;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class CheckerTest
{
    /** MD5 of "alive". */
    private static final String DIGEST = "7bd3d5f5b3cdb13aed632121206e729c";

    private HttpServer server;

    @BeforeEach
    void start() throws IOException
    {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/health", (exchange) ->
        {
            final byte[] body = "alive".getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.createContext("/gone", (exchange) ->
        {
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop()
    {
        server.stop(0);
    }

    @Test
    void shouldAcceptStatusAndDigest()
    {
        assertEquals(CheckResult.SUCCESS, http("path /health\n status_code 200\n digest " + DIGEST));
        assertEquals(CheckResult.SUCCESS, http("path /health"));
        assertEquals(CheckResult.SUCCESS, http("path /gone\n status_code 200 400-404"));
    }

    @Test
    void shouldRefuseWrongStatus()
    {
        assertEquals(CheckResult.failure("HTTP status code error to",
            "url(/gone) answered status 404, wanted [200-299]"), http("path /gone"));
        assertEquals(CheckResult.failure("HTTP status code error to",
            "url(/health) answered status 200, wanted [301, 500-599]"),
            http("path /health\n status_code 301 500-599"));
    }

    @Test
    void shouldRefuseWrongDigest()
    {
        assertEquals(CheckResult.failure("MD5 digest error to", "url(/health) has digest " + DIGEST +
            ", wanted 00000000000000000000000000000000"), http("path /health\n digest " + "0".repeat(32)));
    }

    @Test
    void shouldReportRefusedConnection() throws IOException
    {
        final int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress()))
        {
            port = socket.getLocalPort();
        }

        final CheckResult http = Checker.NETWORK.check(httpGet(port, "path /", "1"), 0);
        final CheckResult tcp = Checker.NETWORK.check(tcpCheck(port), 0);

        assertEquals(CheckResult.failure("Error connecting", "Connection refused"), http);
        assertEquals(CheckResult.failure("Error connecting", "Connection refused"), tcp);
    }

    @Test
    void shouldConnectForTcpCheck()
    {
        assertEquals(CheckResult.SUCCESS, Checker.NETWORK.check(tcpCheck(server.getAddress().getPort()), 0));
    }

    @Test
    void shouldReportServerThatDoesNotAnswer() throws IOException
    {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress()))
        {
            final CheckResult result = Checker.NETWORK.check(httpGet(silent.getLocalPort(), "path /", "0.2"), 0);

            assertEquals(CheckResult.failure("Timeout WEB read", "url(/) not answered within 0.2 s"), result);
        }
    }

    @Test
    void shouldReportServerThatClosesWithoutAnswer() throws IOException
    {
        assertEquals(CheckResult.failure("Read, no data received from", "url(/) was answered with nothing"),
            answered("", "path /").result());
    }

    @Test
    void shouldReportAnswerThatIsNotHttp() throws IOException
    {
        assertEquals(CheckResult.failure("HTTP status code error to", "url(/) answered no status, wanted [200-299]"),
            answered("SSH-2.0-OpenSSH\r\n", "path /").result());
    }

    @Test
    void shouldDigestBodyUpToItsLength() throws IOException
    {
        final String url = "path /\n digest " + DIGEST;

        assertEquals(CheckResult.SUCCESS,
            answered("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nalive and more", url).result());
        assertEquals(CheckResult.SUCCESS, answered("HTTP/1.0 200 OK\r\n\r\nalive", url).result());
    }

    @Test
    void shouldSendRequestOfKeepalived() throws IOException
    {
        final Exchange plain = answered("HTTP/1.0 200 OK\r\n\r\n", "path /a?b=c");
        assertEquals("GET /a?b=c HTTP/1.0\r\nUser-Agent: KeepAliveClient\r\nHost: 127.0.0.1:" + plain.port() +
            "\r\n\r\n", plain.request());

        final Exchange host = answered("HTTP/1.0 200 OK\r\n\r\n", "path /\n virtualhost www.example.com");
        assertEquals("GET / HTTP/1.0\r\nUser-Agent: KeepAliveClient\r\nHost: www.example.com\r\n\r\n", host.request());
    }

    @Test
    void shouldRefuseEndlessHeader() throws IOException
    {
        final CheckResult result = answered("HTTP/1.0 200 OK\r\nA: " + "a".repeat(70_000), "path /").result();

        assertEquals("Read error with", result.what());
        assertTrue(result.reason().contains("longer than 65536 bytes"), result.reason());
    }

    private record Exchange(CheckResult result, String request, int port)
    {
    }

    private static Exchange answered(final String answer, final String url) throws IOException
    {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress()))
        {
            final CompletableFuture<String> request = CompletableFuture.supplyAsync(() -> answer(socket, answer));
            final CheckResult result = Checker.NETWORK.check(httpGet(socket.getLocalPort(), url, "5"), 0);

            return new Exchange(result, request.join(), socket.getLocalPort());
        }
    }

    private static String answer(final ServerSocket server, final String answer)
    {
        try (Socket socket = server.accept())
        {
            final StringBuilder request = new StringBuilder();
            while (!request.toString().endsWith("\r\n\r\n"))
            {
                request.append((char)socket.getInputStream().read());
            }
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            return request.toString();
        }
        catch (final IOException ex)
        {
            throw new IllegalStateException(ex);
        }
    }

    private CheckResult http(final String url)
    {
        return Checker.NETWORK.check(httpGet(server.getAddress().getPort(), url, "5"), 0);
    }

    private static CheckSettings httpGet(final int port, final String url, final String timeout)
    {
        return settings(port, "HTTP_GET {\n url {\n" + url + "\n}\n connect_timeout " + timeout + "\n}");
    }

    private static CheckSettings tcpCheck(final int port)
    {
        return settings(port, "TCP_CHECK {\n connect_timeout 1\n bindto 127.0.0.1\n}");
    }

    private static CheckSettings settings(final int port, final String check)
    {
        return TestConfigurations.build("virtual_server 10.0.0.100 80 {\n lb_kind NAT\n real_server 127.0.0.1 " + port +
            " {\n" + check + "\n}\n}\n").virtualServers().get(0).realServers().get(0).checks().get(0);
    }
}
