/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Real curl on a host.
 */
public final class Curl
{
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String REQUEST_LIMIT_S = "5";

    private final Host host;

    private Curl(final Host host)
    {
        this.host = host;
    }

    /**
     * Curl on a host.
     *
     * @param host that asks.
     * @return curl.
     */
    public static Curl on(final Host host)
    {
        return new Curl(host);
    }

    /**
     * One request on a new connection.
     *
     * @param url to ask.
     * @return body without the line feed at its end.
     * @throws LabException when there is no answer with status 200.
     */
    public String get(final String url)
    {
        return get(url, 1).get(0);
    }

    /**
     * Several requests, one after the other, each on a new connection.
     *
     * @param url   to ask.
     * @param count of requests.
     * @return bodies of one line each.
     * @throws LabException when one has no answer with status 200.
     */
    public List<String> get(final String url, final int count)
    {
        return run(url, count).orThrow().out().lines().toList();
    }

    /**
     * Several requests, one after the other, each on a new connection; without judging.
     *
     * @param url     to ask.
     * @param count   of requests.
     * @param options further ones, such as "--interface", "10.0.0.128".
     * @return what curl did; status 7: refused, 28: no answer in time, 56: reset.
     */
    public CommandResult run(final String url, final int count, final String... options)
    {
        final List<String> command = new ArrayList<>(List.of(
            "curl", "-sS", "-f", "-m", REQUEST_LIMIT_S, "-H", "Connection: close"));
        command.addAll(Arrays.asList(options));
        command.add(count > 1 ? url + "?[1-" + count + "]" : url);
        // A literal IPv6 address in the URL is no range.
        if (url.contains("["))
        {
            command.remove(command.size() - 1);
            command.add("-g");
            for (int i = 0; i < count; i++)
            {
                command.add(url);
            }
        }
        return host.exec(LIMIT, command);
    }
}
