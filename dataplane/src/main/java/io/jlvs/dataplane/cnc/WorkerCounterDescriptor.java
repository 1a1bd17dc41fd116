/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.cnc;

/**
 * Counters that each worker has for itself, beside one for each verdict. Type ids and labels stay as they are.
 */
public enum WorkerCounterDescriptor
{
    /** Frames taken from the kernel. */
    FRAMES_RECEIVED(101, "frames-received"),
    /** Frames that the kernel could not put into the receive ring. */
    RECEIVE_DROPS(102, "receive-drops"),
    /** Connections and templates entered into the flow table. */
    FLOW_INSERTS(103, "flow-inserts"),
    /** Connections and templates that ended. */
    FLOW_REMOVALS(104, "flow-removals"),
    /** Connections that went unrecorded because the flow table had no room. */
    FLOW_TABLE_FULL(105, "flow-table-full"),
    /** Messages to the recorder that found its ring full: these connections do not survive a restart. */
    CONNECTIONS_NOT_RECORDED(106, "connections-not-recorded"),
    /** ICMP messages and resets that the director itself sent. */
    ANSWERS_SENT(107, "answers-sent"),
    /** Longest duty cycle in nanoseconds. */
    CYCLE_MAX_NS(108, "worker-cycle-max-ns"),
    /** Duty cycles that were finished; while it grows, the worker runs. */
    CYCLES(109, "worker-cycles");

    private final int typeId;
    private final String label;

    WorkerCounterDescriptor(final int typeId, final String label)
    {
        this.typeId = typeId;
        this.label = label;
    }

    /**
     * Type of the counter in the counters' metadata.
     *
     * @return type id.
     */
    public int typeId()
    {
        return typeId;
    }

    /**
     * Name of the counter for people and metrics.
     *
     * @return lower-case name with dashes.
     */
    public String label()
    {
        return label;
    }
}
