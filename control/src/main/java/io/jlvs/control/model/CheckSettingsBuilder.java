/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

import io.jlvs.control.conf.ConfigNode;
import io.jlvs.control.conf.Diagnostics;
import io.jlvs.control.conf.Word;
import io.jlvs.dataplane.cnc.DestinationKey;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Builds the checks of a real server; what a check does not say comes from the real server, then from the virtual
 * server, then from keepalived's defaults.
 */
final class CheckSettingsBuilder
{
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long DEFAULT_DELAY_LOOP_NS = 60 * SECOND_NS;
    private static final long DEFAULT_CONNECT_TIMEOUT_NS = 5 * SECOND_NS;
    private static final long DEFAULT_TCP_RETRY_DELAY_NS = SECOND_NS;
    private static final long DEFAULT_HTTP_RETRY_DELAY_NS = 3 * SECOND_NS;
    private static final long DEFAULT_RETRIES = 1;
    private static final long MAX_RETRIES = 0xFFFF_FFFFL;
    private static final long MINIMUM_TIMER_NS = 1_000;
    private static final int MIN_STATUS = 100;
    private static final int MAX_STATUS = 599;
    private static final Pattern STATUS = Pattern.compile("([0-9]{3})(?:-([0-9]{3}))?");
    private static final Pattern DIGEST = Pattern.compile("[0-9a-fA-F]{32}");

    private final Values virtualServer;
    private final Values realServer;
    private final GlobalDefs globalDefs;
    private final Diagnostics diagnostics;

    CheckSettingsBuilder(
        final Values virtualServer,
        final Values realServer,
        final GlobalDefs globalDefs,
        final Diagnostics diagnostics)
    {
        this.virtualServer = virtualServer;
        this.realServer = realServer;
        this.globalDefs = globalDefs;
        this.diagnostics = diagnostics;
    }

    List<CheckSettings> build(final ConfigNode node, final String label, final DestinationKey key)
    {
        final List<CheckSettings> checks = new ArrayList<>();
        for (final ConfigNode child : node.children())
        {
            switch (child.name())
            {
                case "TCP_CHECK":
                    tcpCheck(child, label, key).ifPresent(checks::add);
                    break;

                case "HTTP_GET":
                    httpGet(child, label, key).ifPresent(checks::add);
                    break;

                default:
                    break;
            }
        }

        return List.copyOf(checks);
    }

    private Optional<CheckSettings> tcpCheck(final ConfigNode node, final String label, final DestinationKey key)
    {
        final Values own = new Values(node, diagnostics);
        own.line("nb_get_retry").ifPresent((line) -> own.warning(line.position(),
            "'nb_get_retry' is the old name of 'retry' and is taken as such; keepalived 2 ignores it in TCP_CHECK"));

        return connect(node, own, label, key).map((connect) -> new TcpCheck(
            timing(own, DEFAULT_TCP_RETRY_DELAY_NS),
            connect,
            isAlpha(own),
            own.bool("log_all_failures").orElse(globalDefs.isLoggingEveryFailure())));
    }

    private Optional<CheckSettings> httpGet(final ConfigNode node, final String label, final DestinationKey key)
    {
        final Values own = new Values(node, diagnostics);
        final List<UrlCheck> urls = new ArrayList<>();
        for (final ConfigNode url : node.children("url"))
        {
            url(url, own).ifPresent(urls::add);
        }
        if (urls.isEmpty())
        {
            diagnostics.error(node.position(), "HTTP_GET of real server " + label +
                " has no url with a path; the check is left out, write 'url { path / }'");
            return Optional.empty();
        }

        return connect(node, own, label, key).map((connect) -> new HttpGet(
            timing(own, DEFAULT_HTTP_RETRY_DELAY_NS),
            connect,
            isAlpha(own),
            own.bool("log_all_failures").orElse(globalDefs.isLoggingEveryFailure()),
            httpProtocol(own),
            own.flag("fast_recovery"),
            List.copyOf(urls)));
    }

    private boolean isAlpha(final Values own)
    {
        return own.bool("alpha").or(() -> realServer.bool("alpha")).orElse(virtualServer.flag("alpha"));
    }

    private CheckTiming timing(final Values own, final long defaultRetryDelayNs)
    {
        final long delayLoopNs = first("delay_loop", MINIMUM_TIMER_NS, own).orElse(DEFAULT_DELAY_LOOP_NS);
        final Optional<Long> ownRetries = own.word("retry", "nb_get_retry").flatMap(
            (word) -> own.number("retry", word, 0, MAX_RETRIES, "the line is left out"));

        return new CheckTiming(
            ownRetries
                .or(() -> realServer.number("retry", 1, MAX_RETRIES))
                .or(() -> virtualServer.number("retry", 1, MAX_RETRIES))
                .orElse(DEFAULT_RETRIES),
            first("delay_before_retry", 0, own).orElse(defaultRetryDelayNs),
            delayLoopNs,
            first("warmup", 0, own).orElse(delayLoopNs));
    }

    private Optional<Long> first(final String name, final long minimumNs, final Values own)
    {
        return own.timer(name, minimumNs)
            .or(() -> realServer.timer(name, minimumNs))
            .or(() -> virtualServer.timer(name, minimumNs));
    }

    private Optional<ConnectOptions> connect(
        final ConfigNode node, final Values own, final String label, final DestinationKey key)
    {
        final int port = own.port("connect_port").orElse(key.port());
        if (0 == port)
        {
            diagnostics.error(node.position(), node.name() + " of real server " + label +
                " has no port to connect to; the check is left out, write 'connect_port PORT'");
            return Optional.empty();
        }

        final InetAddress address = own.address("connect_ip").orElse(key.address());
        final Optional<InetAddress> bindAddress = own.address("bindto");
        final Optional<Integer> bindPort = own.port("bind_port");
        final Optional<InetSocketAddress> source = bindAddress.isEmpty() && bindPort.isEmpty() ?
            Optional.empty() :
            Optional.of(new InetSocketAddress(bindAddress.orElse(null), bindPort.orElse(0)));

        return Optional.of(new ConnectOptions(
            new InetSocketAddress(address, port),
            source,
            first("connect_timeout", MINIMUM_TIMER_NS, own).orElse(DEFAULT_CONNECT_TIMEOUT_NS)));
    }

    private String httpProtocol(final Values own)
    {
        final Optional<Word> word = own.word("http_protocol");
        switch (word.map(Word::text).orElse("1.0").toUpperCase(Locale.ROOT))
        {
            case "1.0":
                return "1.0";

            case "1.0C":
                return "1.0C";

            case "1.1":
                return "1.1";

            default:
                own.invalid("http_protocol", word.get(), "1.0, 1.0C or 1.1", "1.0 is taken");
                return "1.0";
        }
    }

    private Optional<UrlCheck> url(final ConfigNode node, final Values check)
    {
        final Values own = new Values(node, diagnostics);
        final Optional<String> path = own.text("path").filter((text) -> !text.isEmpty());
        if (path.isEmpty())
        {
            diagnostics.error(node.position(), "'url' has no path; it is left out, write 'path /'");
            return Optional.empty();
        }
        if (path.get().chars().anyMatch((c) -> c <= ' ' || 127 == c))
        {
            own.invalid("path", own.word("path").get(), "a path without spaces and control characters",
                "the url is left out");
            return Optional.empty();
        }

        final Optional<String> host = own.text("virtualhost")
            .or(() -> check.text("virtualhost"))
            .or(() -> realServer.text("virtualhost"))
            .or(() -> virtualServer.text("virtualhost"))
            .filter((text) -> text.chars().noneMatch((c) -> c <= ' ' || 127 == c));

        return Optional.of(new UrlCheck(path.get(), host, digest(own), statusCodes(own)));
    }

    private Optional<String> digest(final Values own)
    {
        final Optional<Word> word = own.word("digest");
        if (word.isPresent() && !DIGEST.matcher(word.get().text()).matches())
        {
            own.invalid("digest", word.get(), "32 hexadecimal digits, as md5sum prints of the page, not " +
                word.get().text().length() + " characters", "the digest is not checked");
            return Optional.empty();
        }

        return word.map((found) -> found.text().toLowerCase(Locale.ROOT));
    }

    private List<UrlCheck.StatusRange> statusCodes(final Values own)
    {
        final Optional<ConfigNode> line = own.line("status_code");
        final List<UrlCheck.StatusRange> ranges = new ArrayList<>();
        for (final Word word : line.map(ConfigNode::arguments).orElse(List.of()))
        {
            final Matcher matcher = STATUS.matcher(word.text());
            final int first = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
            final int last = first > 0 && matcher.group(2) != null ? Integer.parseInt(matcher.group(2)) : first;
            if (first < MIN_STATUS || last > MAX_STATUS || first > last)
            {
                own.invalid("status_code", word, "a code or range from " + MIN_STATUS + " to " + MAX_STATUS,
                    "it is left out");
            }
            else
            {
                ranges.add(new UrlCheck.StatusRange(first, last));
            }
        }

        return ranges.isEmpty() ? UrlCheck.SUCCESS : List.copyOf(ranges);
    }
}
