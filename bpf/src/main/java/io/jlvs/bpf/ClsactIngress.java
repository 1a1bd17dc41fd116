/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.bpf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The ingress side of the clsact qdisc with a bpf filter in direct action, for kernels before 6.6, over rtnetlink
 * (net/sched/sch_ingress.c, cls_bpf.c). The filter belongs to the qdisc and stays when the process dies. Its name tells
 * whether the qdisc was made for a guard, so that whoever takes the last filter away takes the qdisc away too.
 */
final class ClsactIngress implements AttachPoint
{
    private static final int RTM_NEWQDISC = 36;
    private static final int RTM_DELQDISC = 37;
    private static final int RTM_NEWTFILTER = 44;
    private static final int RTM_DELTFILTER = 45;
    private static final int RTM_GETTFILTER = 46;

    private static final int CLSACT_HANDLE = 0xFFFF0000;
    private static final int CLSACT_PARENT = 0xFFFFFFF1;
    private static final int INGRESS_PARENT = 0xFFFFFFF2;
    private static final int EGRESS_PARENT = 0xFFFFFFF3;
    private static final short ETH_P_ALL = 3;

    private static final int TCM_HANDLE_OFFSET = 8;
    private static final int TCM_INFO_OFFSET = 16;
    private static final int TCM_LENGTH = 20;

    private static final int TCA_KIND = 1;
    private static final int TCA_OPTIONS = 2;
    private static final int TCA_BPF_FD = 6;
    private static final int TCA_BPF_NAME = 7;
    private static final int TCA_BPF_FLAGS = 8;
    private static final int TCA_BPF_ID = 11;
    private static final int FLAG_ACT_DIRECT = 1;

    private static final String KIND = "bpf";
    private static final String NAME = GuardLayout.PROGRAM;
    private static final String NAME_WITH_QDISC = NAME + "+clsact";

    private final NetlinkSocket socket = new NetlinkSocket();

    private record Filter(int handle, int info, String name, int programId)
    {
        Attached attached()
        {
            return new Attached(programId, (long)info << Integer.SIZE | Integer.toUnsignedLong(handle));
        }
    }

    @Override
    public List<Attached> guards(final int interfaceIndex)
    {
        final List<Attached> guards = new ArrayList<>();
        for (final Filter filter : filters(interfaceIndex, INGRESS_PARENT))
        {
            if (filter.name().equals(NAME) || filter.name().equals(NAME_WITH_QDISC))
            {
                guards.add(filter.attached());
            }
        }

        return guards;
    }

    @Override
    public void attach(final int interfaceIndex, final int programFd)
    {
        final boolean madeQdisc = makeQdisc(interfaceIndex);
        final boolean isQdiscOfGuards = madeQdisc ||
            filters(interfaceIndex, INGRESS_PARENT).stream()
                .anyMatch((final Filter filter) -> filter.name().equals(NAME_WITH_QDISC));
        try
        {
            putFilter(
                interfaceIndex, 0, Short.toUnsignedInt(networkOrder(ETH_P_ALL)),
                isQdiscOfGuards ? NAME_WITH_QDISC : NAME, programFd, NetlinkRequest.FLAG_EXCLUSIVE);
        }
        catch (final BpfException ex)
        {
            if (madeQdisc)
            {
                deleteQdisc(interfaceIndex);
            }

            throw ex;
        }
    }

    @Override
    public void replace(final int interfaceIndex, final Attached old, final int programFd)
    {
        final Filter filter = find(interfaceIndex, old);
        if (filter == null)
        {
            attach(interfaceIndex, programFd);
        }
        else
        {
            putFilter(
                interfaceIndex, filter.handle(), filter.info(), filter.name(), programFd, NetlinkRequest.FLAG_REPLACE);
        }
    }

    @Override
    public void detach(final int interfaceIndex, final Attached attached)
    {
        final Filter filter = find(interfaceIndex, attached);
        if (filter == null)
        {
            return;
        }

        final NetlinkRequest request = new NetlinkRequest(RTM_DELTFILTER, NetlinkRequest.FLAG_ACK)
            .trafficControl(interfaceIndex, filter.handle(), INGRESS_PARENT, filter.info())
            .attribute(TCA_KIND, KIND);
        ignoringAbsence("deleting the clsact filter of interface " + interfaceIndex, request);

        if (filter.name().equals(NAME_WITH_QDISC) &&
            filters(interfaceIndex, INGRESS_PARENT).isEmpty() && filters(interfaceIndex, EGRESS_PARENT).isEmpty())
        {
            deleteQdisc(interfaceIndex);
        }
    }

    @Override
    public String description()
    {
        return "clsact ingress";
    }

    @Override
    public void close()
    {
        socket.close();
    }

    private Filter find(final int interfaceIndex, final Attached attached)
    {
        for (final Filter filter : filters(interfaceIndex, INGRESS_PARENT))
        {
            if (filter.attached().equals(attached))
            {
                return filter;
            }
        }

        return null;
    }

    private boolean makeQdisc(final int interfaceIndex)
    {
        final int flags = NetlinkRequest.FLAG_ACK | NetlinkRequest.FLAG_CREATE | NetlinkRequest.FLAG_EXCLUSIVE;
        final NetlinkRequest request = new NetlinkRequest(RTM_NEWQDISC, flags)
            .trafficControl(interfaceIndex, CLSACT_HANDLE, CLSACT_PARENT, 0)
            .attribute(TCA_KIND, "clsact");
        try
        {
            socket.request("adding a clsact qdisc to interface " + interfaceIndex, request);

            return true;
        }
        catch (final BpfException ex)
        {
            if (ex.errno() == Native.EEXIST)
            {
                return false;
            }

            throw ex;
        }
    }

    private void deleteQdisc(final int interfaceIndex)
    {
        final NetlinkRequest request = new NetlinkRequest(RTM_DELQDISC, NetlinkRequest.FLAG_ACK)
            .trafficControl(interfaceIndex, CLSACT_HANDLE, CLSACT_PARENT, 0);
        ignoringAbsence("deleting the clsact qdisc of interface " + interfaceIndex, request);
    }

    private void putFilter(
        final int interfaceIndex,
        final int handle,
        final int info,
        final String name,
        final int programFd,
        final int flag)
    {
        final int flags = NetlinkRequest.FLAG_ACK | NetlinkRequest.FLAG_CREATE | flag;
        final NetlinkRequest request = new NetlinkRequest(RTM_NEWTFILTER, flags)
            .trafficControl(interfaceIndex, handle, INGRESS_PARENT, info)
            .attribute(TCA_KIND, KIND);
        final int options = request.begin(TCA_OPTIONS);
        request.attribute(TCA_BPF_FD, programFd)
            .attribute(TCA_BPF_NAME, name)
            .attribute(TCA_BPF_FLAGS, FLAG_ACT_DIRECT)
            .end(options);
        socket.request("adding a clsact filter to interface " + interfaceIndex, request);
    }

    private List<Filter> filters(final int interfaceIndex, final int parent)
    {
        final NetlinkRequest request = new NetlinkRequest(RTM_GETTFILTER, NetlinkRequest.FLAG_DUMP)
            .trafficControl(interfaceIndex, 0, parent, 0);
        final List<Filter> filters = new ArrayList<>();
        for (final ByteBuffer body : answersOrNone("listing the filters of interface " + interfaceIndex, request))
        {
            final int handle = body.getInt(TCM_HANDLE_OFFSET);
            if (handle == 0)
            {
                continue;
            }

            final boolean isBpf =
                NetlinkAttributes.text(NetlinkAttributes.find(body, TCM_LENGTH, TCA_KIND)).equals(KIND);
            final ByteBuffer options = isBpf ? NetlinkAttributes.find(body, TCM_LENGTH, TCA_OPTIONS) : null;
            final ByteBuffer id = options == null ? null : NetlinkAttributes.find(options, 0, TCA_BPF_ID);
            final String name =
                options == null ? "" : NetlinkAttributes.text(NetlinkAttributes.find(options, 0, TCA_BPF_NAME));
            filters.add(new Filter(handle, body.getInt(TCM_INFO_OFFSET), name, id == null ? 0 : id.getInt(0)));
        }

        return filters;
    }

    private List<ByteBuffer> answersOrNone(final String call, final NetlinkRequest request)
    {
        try
        {
            return socket.request(call, request);
        }
        catch (final BpfException ex)
        {
            if (ex.errno() == Native.ENOENT || ex.errno() == Native.ENODEV)
            {
                return List.of();
            }

            throw ex;
        }
    }

    private void ignoringAbsence(final String call, final NetlinkRequest request)
    {
        answersOrNone(call, request);
    }

    private static short networkOrder(final short value)
    {
        return ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ?
            Short.reverseBytes(value) : value;
    }
}
