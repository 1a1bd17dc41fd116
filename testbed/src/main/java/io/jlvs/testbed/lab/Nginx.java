/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A real nginx on port 80 of all addresses of a host, with its own directory.
 * <ul>
 * <li>{@code GET /} answers the host's name and a line feed;</li>
 * <li>{@code GET /health} answers "healthy" and a line feed;</li>
 * <li>{@code PUT /upload/NAME} stores the body, see {@link #upload(String)};</li>
 * <li>{@code GET /upload/NAME} gives it back.</li>
 * </ul>
 */
public final class Nginx implements AutoCloseable
{
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Host host;
    private final Path directory;
    private RunningProcess process;

    private Nginx(final Host host, final Path directory)
    {
        this.host = host;
        this.directory = directory;
    }

    /**
     * Start nginx on a host, at the latest until the lab is closed.
     *
     * @param host to run on.
     * @return a server that accepts connections.
     */
    public static Nginx start(final Host host)
    {
        final Path directory = host.lab().directory().resolve("nginx-" + host.name());
        try
        {
            Files.createDirectories(directory.resolve("upload"));
            Files.writeString(directory.resolve("nginx.conf"), configuration(host.name(), directory));
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
        final Nginx nginx = new Nginx(host, directory);
        nginx.start();
        return nginx;
    }

    /**
     * The host on which it runs.
     *
     * @return host.
     */
    public Host host()
    {
        return host;
    }

    /**
     * Start it again after {@link #stop()}.
     */
    public void start()
    {
        if (isListening())
        {
            throw new LabException("port 80 of " + host.name() + " is in use");
        }
        process = host.start("nginx-" + host.name(), List.of(
            "nginx", "-p", directory.toString(), "-c", directory.resolve("nginx.conf").toString(),
            "-e", directory.resolve("error.log").toString()));
        Await.await(
            () ->
            {
                if (!process.isAlive())
                {
                    throw new LabException("nginx ended: " + process + "\n" + errorLog());
                }
                return isListening();
            },
            LIMIT,
            () -> "nginx listens: " + process + "\n" + errorLog());
    }

    /**
     * Stop it at once; open connections are reset, new ones refused.
     */
    public void stop()
    {
        process.close();
    }

    /**
     * File in which an uploaded body is stored.
     *
     * @param name used in the request.
     * @return file, complete when nginx has answered.
     */
    public Path upload(final String name)
    {
        return directory.resolve("upload").resolve(name);
    }

    /**
     * {@inheritDoc}
     */
    @Override
    public void close()
    {
        stop();
    }

    private boolean isListening()
    {
        return host.exec("ss", "-Hltn", "sport = :80").out().contains(":80");
    }

    private String errorLog()
    {
        try
        {
            return Files.readString(directory.resolve("error.log"));
        }
        catch (final IOException ex)
        {
            return "no error log: " + ex;
        }
    }

    private static String configuration(final String name, final Path directory)
    {
        return """
            daemon off;
            master_process off;
            pid %2$s/nginx.pid;
            error_log %2$s/error.log warn;
            events
            {
                worker_connections 4096;
            }
            http
            {
                access_log off;
                default_type text/plain;
                client_body_temp_path %2$s/body;
                proxy_temp_path %2$s/proxy;
                fastcgi_temp_path %2$s/fastcgi;
                uwsgi_temp_path %2$s/uwsgi;
                scgi_temp_path %2$s/scgi;
                client_max_body_size 0;
                keepalive_timeout 300s;
                keepalive_requests 1000000;
                server
                {
                    listen 80 backlog=1024;
                    listen [::]:80 ipv6only=on backlog=1024;
                    location = /
                    {
                        return 200 "%1$s\n";
                    }
                    location = /health
                    {
                        return 200 "healthy\n";
                    }
                    location /upload/
                    {
                        root %2$s;
                        dav_methods PUT;
                    }
                }
            }
            """.formatted(name, directory);
    }
}
