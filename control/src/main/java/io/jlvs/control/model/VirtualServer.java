/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

import io.jlvs.control.conf.Position;
import io.jlvs.dataplane.cnc.ServiceKey;
import io.jlvs.dataplane.cnc.ServiceSpec;
import io.jlvs.vrrp.model.ScriptCommand;

import java.util.List;
import java.util.Optional;

/**
 * A block {@code virtual_server}.
 *
 * @param key         identity of the service.
 * @param spec        scheduler, flags and persistence as the director takes them.
 * @param isOmega     run the notify scripts at stop.
 * @param quorum      sum of weights that must live.
 * @param hysteresis  distance of gaining from losing the quorum.
 * @param quorumUp    command run when the quorum is gained.
 * @param quorumDown  command run when the quorum is lost.
 * @param sorryServer takes the clients while the quorum is lost.
 * @param realServers in file order, each address once.
 * @param position    where the block begins.
 */
public record VirtualServer(
    ServiceKey key,
    ServiceSpec spec,
    boolean isOmega,
    long quorum,
    long hysteresis,
    Optional<ScriptCommand> quorumUp,
    Optional<ScriptCommand> quorumDown,
    Optional<SorryServer> sorryServer,
    List<RealServer> realServers,
    Position position)
{
    /**
     * As keepalived names it in its log.
     *
     * @return {@code [10.0.0.100]:tcp:80} or {@code FWM 5}.
     */
    public String label()
    {
        return Labels.service(key);
    }
}
