/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.perf.http;

import io.jlvs.perf.Bench;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Every way leads to both servers (the lab waits for an answer of each) and answers wrk without an error: needs root,
 * for network namespaces.
 */
@Tag("lab")
@Timeout(60)
class HttpLabTest
{
    @ParameterizedTest
    @EnumSource(Way.class)
    void shouldAnswerWithoutErrors(final Way way)
    {
        try (HttpLab lab = new HttpLab(Path.of(System.getProperty(Bench.ROOT_PROP_NAME, ".."))))
        {
            way.open(lab, List.of());
            for (final Load load : Load.values())
            {
                final Answers answers = lab.run(load, 1);

                assertTrue(answers.requests() > 0, answers::toString);
                assertEquals(0, answers.errors(), answers::toString);
            }
        }
    }
}
