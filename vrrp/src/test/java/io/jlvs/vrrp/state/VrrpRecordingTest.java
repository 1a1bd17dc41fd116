/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.state;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * What keepalived met, given to the machine: it must do what keepalived did, when it did it. A recording is the view of
 * one router; each line has the seconds since its start. Inputs: {@code start}, {@code stop}, {@code kill},
 * {@code heard}, {@code fault}, {@code well}, {@code priority}, {@code reload}. What was seen of it: {@code sent} an
 * advert of a priority, {@code announced} rounds, {@code role} as told to a script. A line with + says what the machine
 * does and keepalived did not, one with - the reverse.
 *
 * <p>The recorded machine was slow: its timers ran up to 0.3 s late, its scripts began up to 0.6 s late, and each late
 * advert put off the next one. Adverts of one priority are therefore compared as a run, by the first.
 */
class VrrpRecordingTest
{
    private static final List<String> SEEN = List.of("sent", "announced", "role");
    private static final double EARLIEST = -0.05;
    private static final double LATEST = 0.65;

    @TestFactory
    Stream<DynamicTest> shouldDoWhatKeepalivedDid() throws IOException, URISyntaxException
    {
        final Path folder = Path.of(VrrpRecordingTest.class.getResource("recordings").toURI());
        final List<Path> files;
        try (Stream<Path> found = Files.list(folder))
        {
            files = found.sorted().toList();
        }

        assertFalse(files.isEmpty());
        return files.stream().map((file) -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> replay(file)));
    }

    private static void replay(final Path file) throws IOException
    {
        final List<String> lines = Files.readAllLines(file).stream()
            .filter((line) -> !line.startsWith("#") && !line.startsWith("-")).toList();
        final Router router = new Router(after(lines.get(0), "settings "), after(lines.get(1), "source "));
        final List<Line> recorded = lines.stream().skip(2).map(Line::parse).toList();

        recorded.stream().filter((line) -> !SEEN.contains(line.kind())).forEach(router::give);
        router.run(recorded.get(recorded.size() - 1).timeNs());

        for (final String kind : SEEN)
        {
            final List<Line> expected = runs(recorded, kind);
            final List<Line> found = runs(router.done, kind);
            assertEquals(text(expected), text(found), kind);
            for (int i = 0; i < expected.size(); i++)
            {
                final double latenessSeconds = (expected.get(i).timeNs() - found.get(i).timeNs()) / 1e9;
                assertTrue(latenessSeconds > EARLIEST && latenessSeconds < LATEST, expected.get(i) + " is recorded " +
                    latenessSeconds + " s after " + found.get(i));
            }
        }
    }

    private static List<Line> runs(final List<Line> lines, final String kind)
    {
        final List<Line> runs = new ArrayList<>();
        for (final Line line : lines)
        {
            final boolean isAnotherAdvert = "sent".equals(kind) && !runs.isEmpty() &&
                runs.get(runs.size() - 1).text().equals(line.text());
            if (line.kind().equals(kind) && !isAnotherAdvert)
            {
                runs.add(line);
            }
        }

        return runs;
    }

    private static String text(final List<Line> lines)
    {
        return lines.stream().map(Line::text).collect(Collectors.joining("\n"));
    }

    private static String after(final String line, final String prefix)
    {
        assertTrue(line.startsWith(prefix), line);
        return line.substring(prefix.length());
    }

    private record Line(long timeNs, String text)
    {
        static Line parse(final String line)
        {
            final String[] words = line.split(" ", 2);
            return new Line(TestSettings.timeNs(words[0].replace("+", "")), words[1]);
        }

        String kind()
        {
            return text.split(" ")[0];
        }
    }

    /**
     * A router whose timers are on time.
     */
    private static final class Router
    {
        private final List<Line> done = new ArrayList<>();
        private final String source;
        private VrrpStateMachine machine;
        private VrrpState state;

        Router(final String settings, final String source)
        {
            this.source = source;
            machine = new VrrpStateMachine(TestSettings.parse(settings));
            state = machine.initialState();
        }

        void give(final Line line)
        {
            run(line.timeNs());
            final String[] words = line.text().split(" ");
            switch (words[0])
            {
                case "start" ->
                {
                    state = machine.initialState();
                    step(new VrrpEvent.SourceChanged(TestSettings.address(source)), line.timeNs());
                    step(new VrrpEvent.Started(), line.timeNs());
                }
                case "kill" -> state = machine.initialState();
                case "stop" -> step(new VrrpEvent.Stopped(), line.timeNs());
                case "fault" -> step(new VrrpEvent.FaultChanged(true, "interface eth0"), line.timeNs());
                case "well" -> step(new VrrpEvent.FaultChanged(false, ""), line.timeNs());
                case "priority" -> step(new VrrpEvent.PriorityChanged(Integer.parseInt(words[1])), line.timeNs());
                case "heard" -> step(new VrrpEvent.AdvertReceived(TestSettings.address(words[3]),
                    Integer.parseInt(words[1]), TestSettings.timeNs("1")), line.timeNs());
                case "reload" ->
                {
                    machine = new VrrpStateMachine(TestSettings.parse(after(line.text(), "reload ")));
                    step(new VrrpEvent.Reconfigured(Integer.parseInt(words[4])), line.timeNs());
                }
                default -> throw new IllegalArgumentException(line.text());
            }
        }

        void run(final long untilNs)
        {
            while (state.deadlineNs() <= untilNs)
            {
                step(new VrrpEvent.TimerExpired(), state.deadlineNs());
            }
        }

        private void step(final VrrpEvent event, final long nowNs)
        {
            final VrrpStep step = machine.step(state, event, nowNs);
            state = step.state();
            for (final VrrpAction action : step.actions())
            {
                if (action instanceof VrrpAction.SendAdvert advert)
                {
                    done.add(new Line(nowNs, "sent " + advert.priority()));
                }
                else if (action instanceof VrrpAction.AnnounceAddresses announce)
                {
                    done.add(new Line(nowNs, "announced " + announce.rounds()));
                }
                else if (action instanceof VrrpAction.RoleChanged change)
                {
                    done.add(new Line(nowNs, "role " + change.role() + ' ' + change.priority()));
                }
            }
        }
    }
}
