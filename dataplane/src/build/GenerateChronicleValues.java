/*
 * SPDX-License-Identifier: Apache-2.0
 */
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * Makes at build time the one class that Chronicle Map would otherwise write and compile at each start: that costs
 * seconds, and needs a JDK and more open modules. Chronicle looks on the class path first. Run by
 * {@code generate-chronicle-values.sh} in source-file mode.
 */
public final class GenerateChronicleValues
{
    private static final String VALUE_INTERFACE = "net.openhft.chronicle.hash.VanillaGlobalMutableState";

    private GenerateChronicleValues()
    {
    }

    /**
     * Generate and compile.
     *
     * @param args folder for the class file.
     * @throws Exception if Chronicle's generator is not as it was.
     */
    public static void main(final String[] args) throws Exception
    {
        final Class<?> valueInterface = Class.forName(VALUE_INTERFACE);
        final Class<?> modelClass = Class.forName("net.openhft.chronicle.values.ValueModel");
        final Object model = modelClass.getMethod("acquire", Class.class).invoke(null, valueInterface);
        final Method generate = Class.forName("net.openhft.chronicle.values.Generators")
            .getDeclaredMethod("generateNativeClass", modelClass, String.class);
        generate.setAccessible(true);
        final String className = valueInterface.getSimpleName() + "$$Native";
        final String source = (String)generate.invoke(null, model, className);

        final Path folder = Files.createTempDirectory("jlvs-values");
        try
        {
            final Path file = Files.writeString(folder.resolve(className + ".java"), source);
            final int status = ToolProvider.getSystemJavaCompiler().run(
                null, null, null,
                "--release", "17", "-proc:none", "-nowarn", "-Xlint:none",
                "-cp", System.getProperty("java.class.path"),
                "-d", args[0],
                file.toString());
            if (0 != status)
            {
                throw new IllegalStateException("javac refused " + className + ":\n" + source);
            }
        }
        finally
        {
            try (Stream<Path> files = Files.walk(folder))
            {
                files.sorted(Comparator.reverseOrder()).forEach((path) -> path.toFile().delete());
            }
        }
    }
}
