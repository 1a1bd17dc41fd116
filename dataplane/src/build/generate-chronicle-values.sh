#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# generate-chronicle-values.sh JAVA CLASSPATH BASEDIR OUTPUT: runs GenerateChronicleValues when its result is missing or older
# than what it depends on (the poms name the version of Chronicle).
set -eu
java=$1 classpath=$2 basedir=$3 output=$4
class="$output/net/openhft/chronicle/hash/VanillaGlobalMutableState\$\$Native.class"
generator="$basedir/src/build/GenerateChronicleValues.java"
if [ -f "$class" ] && [ -z "$(find "$basedir/pom.xml" "$basedir/../pom.xml" "$generator" -newer "$class")" ]
then
    exit 0
fi
mkdir -p "$output"
opens=
for package in lang lang.reflect util io nio
do
    opens="$opens --add-opens=java.base/java.$package=ALL-UNNAMED"
done
exec "$java" $opens --add-opens=java.base/jdk.internal.misc=ALL-UNNAMED --add-opens=java.base/sun.nio.ch=ALL-UNNAMED \
    --add-exports=java.base/jdk.internal.ref=ALL-UNNAMED --add-exports=jdk.unsupported/sun.misc=ALL-UNNAMED \
    -Dchronicle.analytics.disable=true -Dslf4j.internal.verbosity=ERROR -cp "$classpath" "$generator" "$output"
