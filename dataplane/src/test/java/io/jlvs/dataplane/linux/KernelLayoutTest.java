/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class KernelLayoutTest
{
    private static KernelTypes kernel;

    @BeforeAll
    static void readTypesOfTheRunningKernel() throws IOException
    {
        assumeTrue(Files.isReadable(KernelTypes.PATH), "this kernel does not tell its types: no " + KernelTypes.PATH);
        kernel = KernelTypes.read();
    }

    @ParameterizedTest(name = "{0}.{1} at {2}")
    @MethodSource("members")
    void shouldKnowOffsetsOfTheKernel(final String struct, final String member, final int offset)
    {
        assertEquals(kernel.offset(struct, member), offset);
    }

    static Stream<Arguments> members()
    {
        return Stream.of(
            Arguments.of("virtio_net_hdr", "flags", VirtioNetHeader.FLAGS),
            Arguments.of("virtio_net_hdr", "gso_type", VirtioNetHeader.GSO_TYPE),
            Arguments.of("virtio_net_hdr", "hdr_len", VirtioNetHeader.HEADER_LENGTH),
            Arguments.of("virtio_net_hdr", "gso_size", VirtioNetHeader.GSO_SIZE),
            Arguments.of("virtio_net_hdr", "csum_start", VirtioNetHeader.CHECKSUM_START),
            Arguments.of("virtio_net_hdr", "csum_offset", VirtioNetHeader.CHECKSUM_OFFSET),
            Arguments.of("tpacket_req3", "tp_block_size", TpacketV3.REQUEST_BLOCK_LENGTH),
            Arguments.of("tpacket_req3", "tp_block_nr", TpacketV3.REQUEST_BLOCK_COUNT),
            Arguments.of("tpacket_req3", "tp_frame_size", TpacketV3.REQUEST_FRAME_LENGTH),
            Arguments.of("tpacket_req3", "tp_frame_nr", TpacketV3.REQUEST_FRAME_COUNT),
            Arguments.of("tpacket_req3", "tp_retire_blk_tov", TpacketV3.REQUEST_RETIRE_TIMEOUT),
            Arguments.of("tpacket3_hdr", "tp_next_offset", TpacketV3.FRAME_NEXT_OFFSET),
            Arguments.of("tpacket3_hdr", "tp_snaplen", TpacketV3.FRAME_CAPTURED_LENGTH),
            Arguments.of("tpacket3_hdr", "tp_len", TpacketV3.FRAME_WIRE_LENGTH),
            Arguments.of("tpacket3_hdr", "tp_status", TpacketV3.FRAME_STATUS),
            Arguments.of("tpacket3_hdr", "tp_mac", TpacketV3.FRAME_MAC_OFFSET),
            Arguments.of("sockaddr_ll", "sll_pkttype", TpacketV3.FRAME_PACKET_TYPE - TpacketV3.FRAME_ADDRESS),
            Arguments.of("sockaddr_ll", "sll_family", PacketSocket.ADDRESS_FAMILY),
            Arguments.of("sockaddr_ll", "sll_protocol", PacketSocket.ADDRESS_PROTOCOL),
            Arguments.of("sockaddr_ll", "sll_ifindex", PacketSocket.ADDRESS_INTERFACE),
            Arguments.of("tpacket_stats_v3", "tp_drops", PacketSocket.STATISTICS_DROPS),
            Arguments.of("tpacket_req", "tp_block_size", TpacketV2.REQUEST_BLOCK_LENGTH),
            Arguments.of("tpacket_req", "tp_block_nr", TpacketV2.REQUEST_BLOCK_COUNT),
            Arguments.of("tpacket_req", "tp_frame_size", TpacketV2.REQUEST_SLOT_LENGTH),
            Arguments.of("tpacket_req", "tp_frame_nr", TpacketV2.REQUEST_SLOT_COUNT),
            Arguments.of("tpacket2_hdr", "tp_status", TpacketV2.STATUS),
            Arguments.of("tpacket2_hdr", "tp_len", TpacketV2.DATA_LENGTH),
            Arguments.of("user_msghdr", "msg_name", MessageHeader.NAME_ADDRESS),
            Arguments.of("user_msghdr", "msg_namelen", MessageHeader.NAME_LENGTH),
            Arguments.of("user_msghdr", "msg_control", MessageHeader.CONTROL_ADDRESS),
            Arguments.of("user_msghdr", "msg_controllen", MessageHeader.CONTROL_LENGTH),
            Arguments.of("user_msghdr", "msg_flags", MessageHeader.FLAGS),
            Arguments.of("cmsghdr", "cmsg_len", MessageHeader.CONTROL_ITEM_LENGTH),
            Arguments.of("cmsghdr", "cmsg_level", MessageHeader.CONTROL_ITEM_LEVEL),
            Arguments.of("cmsghdr", "cmsg_type", MessageHeader.CONTROL_ITEM_TYPE),
            Arguments.of("sockaddr_in", "sin_addr", RawIpv4Socket.ADDRESS_OFFSET),
            Arguments.of("sockaddr_in6", "sin6_addr", RawIpv6Socket.ADDRESS_OFFSET),
            Arguments.of("sockaddr_in6", "sin6_scope_id", RawIpv6Socket.ADDRESS_SCOPE),
            Arguments.of("ip_mreqn", "imr_multiaddr", RawIpv4Socket.MEMBERSHIP_GROUP),
            Arguments.of("ip_mreqn", "imr_ifindex", RawIpv4Socket.MEMBERSHIP_INTERFACE),
            Arguments.of("ipv6_mreq", "ipv6mr_multiaddr", RawIpv6Socket.MEMBERSHIP_GROUP),
            Arguments.of("ipv6_mreq", "ipv6mr_ifindex", RawIpv6Socket.MEMBERSHIP_INTERFACE),
            Arguments.of("in6_pktinfo", "ipi6_addr", RawIpv6Socket.PACKET_INFO_ADDRESS),
            Arguments.of("in6_pktinfo", "ipi6_ifindex", RawIpv6Socket.PACKET_INFO_INTERFACE),
            Arguments.of("user_msghdr", "msg_iov", MessageHeader.IOVEC_ADDRESS),
            Arguments.of("user_msghdr", "msg_iovlen", MessageHeader.IOVEC_COUNT),
            Arguments.of("iovec", "iov_base", MessageHeader.IOVEC_BASE),
            Arguments.of("iovec", "iov_len", MessageHeader.IOVEC_LENGTH),
            Arguments.of("pollfd", "fd", MessageHeader.POLL_FD),
            Arguments.of("pollfd", "events", MessageHeader.POLL_EVENTS),
            Arguments.of("pollfd", "revents", MessageHeader.POLL_RETURNED_EVENTS));
    }

    @ParameterizedTest(name = "block descriptor: {0} at {1}")
    @CsvSource({
        "block_status," + TpacketV3.BLOCK_STATUS,
        "num_pkts," + TpacketV3.BLOCK_FRAME_COUNT,
        "offset_to_first_pkt," + TpacketV3.BLOCK_FIRST_FRAME,
        "blk_len," + TpacketV3.BLOCK_LENGTH})
    void shouldKnowTheBlockDescriptor(final String member, final int offset)
    {
        assertEquals(kernel.offset("tpacket_block_desc", "hdr") + kernel.offset("tpacket_hdr_v1", member), offset);
    }

    @ParameterizedTest(name = "VLAN tag: {0} at {1}")
    @CsvSource({"tp_vlan_tci," + TpacketV3.FRAME_VLAN_TCI, "tp_vlan_tpid," + TpacketV3.FRAME_VLAN_TPID})
    void shouldKnowWhereTheVlanTagIs(final String member, final int offset)
    {
        assertEquals(
            kernel.offset("tpacket3_hdr", "hv1") + kernel.offset("tpacket_hdr_variant1", member), offset);
    }

    @Test
    void shouldKnowSizesOfTheKernel()
    {
        assertEquals(kernel.size("virtio_net_hdr"), VirtioNetHeader.LENGTH);
        assertEquals(kernel.size("tpacket_req3"), TpacketV3.REQUEST_LENGTH);
        assertEquals(kernel.size("tpacket3_hdr"), TpacketV3.FRAME_ADDRESS);
        assertEquals(kernel.size("tpacket3_hdr") + kernel.size("sockaddr_ll"), TpacketV3.FRAME_HEADERS_LENGTH);
        assertEquals(kernel.size("tpacket_req"), TpacketV2.REQUEST_LENGTH);
        assertEquals(kernel.size("tpacket2_hdr"), TpacketV2.DATA);
        assertEquals(kernel.size("sockaddr_ll"), PacketSocket.ADDRESS_LENGTH);
        assertEquals(kernel.size("tpacket_stats_v3"), PacketSocket.STATISTICS_LENGTH);
        assertEquals(kernel.size("mmsghdr"), MessageHeader.LENGTH);
        assertEquals(kernel.size("user_msghdr"), MessageHeader.SINGLE_LENGTH);
        assertEquals(kernel.size("cmsghdr"), MessageHeader.CONTROL_ITEM_DATA);
        assertEquals(kernel.size("sockaddr_in"), RawIpv4Socket.ADDRESS_LENGTH);
        assertEquals(kernel.size("sockaddr_in6"), RawIpv6Socket.ADDRESS_LENGTH);
        assertEquals(kernel.size("ip_mreqn"), RawIpv4Socket.MEMBERSHIP_LENGTH);
        assertEquals(kernel.size("ipv6_mreq"), RawIpv6Socket.MEMBERSHIP_LENGTH);
        assertEquals(kernel.size("in6_pktinfo"), RawIpv6Socket.PACKET_INFO_LENGTH);
        assertEquals(kernel.size("__kernel_timespec"), Poller.TIMESPEC_LENGTH);
        assertEquals(kernel.size("iovec"), MessageHeader.IOVEC_SIZE);
        assertEquals(kernel.size("pollfd"), MessageHeader.POLL_SIZE);
    }
}
