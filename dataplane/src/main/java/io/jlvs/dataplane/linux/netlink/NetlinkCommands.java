/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.linux.netlink;

import static io.jlvs.dataplane.linux.netlink.NetlinkMessage.NLMSG_ERROR;

import io.jlvs.dataplane.linux.NativeException;
import java.util.ArrayList;
import java.util.List;

/**
 * Has the kernel change addresses, routes, rules and interfaces of this network namespace (needs CAP_NET_ADMIN). Many
 * commands go in one system call: the kernel works through them in order, answers those that fail, and acknowledges
 * the last one. 20 addresses cost two system calls; the kernel's own work is some microseconds each.
 * <p>
 * One owner; not thread safe.
 */
public final class NetlinkCommands implements AutoCloseable
{
    /** So that the answers, if all fail, fit into a socket's default buffer of 208 KiB at under 1 KiB each. */
    private static final int MAX_BATCH = 128;
    private static final int REQUEST_LENGTH = MAX_BATCH * CommandMessages.MAX_LENGTH;

    private final NetlinkSocket socket = new NetlinkSocket(0, 0, REQUEST_LENGTH);
    private final CommandMessages messages = new CommandMessages(socket.request());
    private final NetlinkMessage answer = new NetlinkMessage();
    private int sequence;

    private NetlinkCommands()
    {
    }

    /**
     * Open a socket.
     *
     * @return owner of the socket.
     */
    public static NetlinkCommands open()
    {
        return new NetlinkCommands();
    }

    /**
     * Execute a command.
     *
     * @param command to execute.
     * @return true if the kernel did it; false if there was nothing to do ({@link NetlinkCommand#isNothingToDo}).
     * @throws NativeException if the kernel refuses.
     */
    public boolean execute(final NetlinkCommand command)
    {
        final NetlinkOutcome outcome = execute(List.of(command)).get(0);
        if (outcome.isFailure())
        {
            throw outcome.exception();
        }
        return outcome.isDone();
    }

    /**
     * Execute commands in order. One that fails does not keep the others back.
     *
     * @param commands to execute.
     * @return what became of each, in the same order.
     * @throws NativeException if the socket fails.
     */
    public List<NetlinkOutcome> execute(final List<NetlinkCommand> commands)
    {
        final List<NetlinkOutcome> outcomes = new ArrayList<>(commands.size());
        for (int start = 0; start < commands.size(); start += MAX_BATCH)
        {
            final List<NetlinkCommand> batch = commands.subList(start, Math.min(commands.size(), start + MAX_BATCH));
            final int[] errors = executeBatch(batch);
            for (int i = 0; i < errors.length; i++)
            {
                outcomes.add(new NetlinkOutcome(batch.get(i), errors[i]));
            }
        }
        return outcomes;
    }

    @Override
    public void close()
    {
        socket.close();
    }

    private int[] executeBatch(final List<NetlinkCommand> batch)
    {
        final int first = sequence + 1;
        final int last = sequence + batch.size();
        sequence = last;
        int length = 0;
        for (int i = 0; i < batch.size(); i++)
        {
            final NetlinkMessage message = messages.encode(batch.get(i), length, first + i);
            if (first + i == last)
            {
                message.acknowledge();
            }
            length = message.next();
        }
        socket.send(length);

        final int[] errors = new int[batch.size()];
        boolean isLastAnswered = false;
        while (!isLastAnswered)
        {
            final int received = socket.receive(0);
            if (received < 0)
            {
                throw new NativeException(
                    "recv(AF_NETLINK, answer to " + batch.get(errors.length - 1) + ")", -received);
            }
            for (int offset = 0; answer.wrap(socket.received(), offset, received); offset = answer.next())
            {
                final int index = answer.sequence() - first;
                if (NLMSG_ERROR == answer.type() && 0 <= index && index < errors.length)
                {
                    errors[index] = answer.error();
                    isLastAnswered |= last == answer.sequence();
                }
            }
        }
        return errors;
    }
}
