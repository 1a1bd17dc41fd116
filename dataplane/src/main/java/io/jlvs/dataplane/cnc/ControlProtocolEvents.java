/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.cnc;

/**
 * Types of the messages in {@code cnc.dat}.
 * <p>
 * Commands go from clients to the director through the ring; each is answered by events in the broadcast that repeat
 * its correlation id:
 * <pre>
 *   ADD_, EDIT_, SET_, DELETE_, ZERO_, FLUSH, SET_TIMEOUTS   RESPONSE
 *   GET_TIMEOUTS                                             TIMEOUTS, or RESPONSE with an error
 *   LIST_SERVICES                                            SERVICE_ROW and DESTINATION_ROW as many as there are,
 *                                                            then LIST_END; or RESPONSE with an error
 *   CLIENT_KEEPALIVE                                         nothing
 * </pre>
 * Numbers stay as they are; a change in a message's layout changes {@link CncFileDescriptor#CNC_VERSION}.
 */
public final class ControlProtocolEvents
{
    /** {@link ServiceCommandFlyweight}. */
    public static final int ADD_SERVICE = 0x01;
    /** {@link ServiceCommandFlyweight}. */
    public static final int EDIT_SERVICE = 0x02;
    /** {@link ServiceCommandFlyweight}. */
    public static final int SET_SERVICE = 0x03;
    /** {@link ServiceCommandFlyweight} without settings. */
    public static final int DELETE_SERVICE = 0x04;
    /** {@link MessageFlyweight}. */
    public static final int FLUSH = 0x05;
    /** {@link DestinationCommandFlyweight}. */
    public static final int ADD_DESTINATION = 0x06;
    /** {@link DestinationCommandFlyweight}. */
    public static final int EDIT_DESTINATION = 0x07;
    /** {@link DestinationCommandFlyweight}. */
    public static final int SET_DESTINATION = 0x08;
    /** {@link DestinationCommandFlyweight} without settings. */
    public static final int DELETE_DESTINATION = 0x09;
    /** {@link MessageFlyweight}. */
    public static final int ZERO_ALL = 0x0A;
    /** {@link ServiceCommandFlyweight} without settings. */
    public static final int ZERO_SERVICE = 0x0B;
    /** {@link TimeoutsFlyweight}. */
    public static final int SET_TIMEOUTS = 0x0C;
    /** {@link MessageFlyweight}. */
    public static final int GET_TIMEOUTS = 0x0D;
    /** {@link ListServicesFlyweight}. */
    public static final int LIST_SERVICES = 0x0E;
    /** {@link ClientKeepaliveFlyweight}. */
    public static final int CLIENT_KEEPALIVE = 0x0F;

    /** {@link ResponseFlyweight}. */
    public static final int RESPONSE = 0x0F01;
    /** {@link ServiceRowFlyweight}. */
    public static final int SERVICE_ROW = 0x0F02;
    /** {@link DestinationRowFlyweight}. */
    public static final int DESTINATION_ROW = 0x0F03;
    /** {@link ListEndFlyweight}. */
    public static final int LIST_END = 0x0F04;
    /** {@link TimeoutsFlyweight}. */
    public static final int TIMEOUTS = 0x0F05;

    private ControlProtocolEvents()
    {
    }

    /**
     * Shortest message of a type.
     *
     * @param typeId one of the constants of this class.
     * @return length in bytes, -1 for an unknown type.
     */
    public static int minLength(final int typeId)
    {
        switch (typeId)
        {
            case ADD_SERVICE:
            case EDIT_SERVICE:
            case SET_SERVICE:
                return ServiceCommandFlyweight.LENGTH;

            case DELETE_SERVICE:
            case ZERO_SERVICE:
                return ServiceCommandFlyweight.KEY_ONLY_LENGTH;

            case ADD_DESTINATION:
            case EDIT_DESTINATION:
            case SET_DESTINATION:
                return DestinationCommandFlyweight.LENGTH;

            case DELETE_DESTINATION:
                return DestinationCommandFlyweight.KEY_ONLY_LENGTH;

            case FLUSH:
            case ZERO_ALL:
            case GET_TIMEOUTS:
                return MessageFlyweight.LENGTH;

            case SET_TIMEOUTS:
            case TIMEOUTS:
                return TimeoutsFlyweight.LENGTH;

            case LIST_SERVICES:
                return ListServicesFlyweight.LENGTH;

            case CLIENT_KEEPALIVE:
                return ClientKeepaliveFlyweight.LENGTH;

            case RESPONSE:
                return ResponseFlyweight.MIN_LENGTH;

            case SERVICE_ROW:
                return ServiceRowFlyweight.LENGTH;

            case DESTINATION_ROW:
                return DestinationRowFlyweight.LENGTH;

            case LIST_END:
                return ListEndFlyweight.LENGTH;

            default:
                return -1;
        }
    }
}
