#!/bin/sh
# SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
# compile.sh OUTPUT_DIRECTORY: compiles each *.bpf.c, and wallclock.c, that is newer than its object.
set -eu
sources=$(cd "$(dirname "$0")" && pwd)

if ! command -v clang > /dev/null
then
    echo "compile.sh: clang is missing, it compiles the programs in C; on Debian: apt-get install clang libbpf-dev" >&2
    exit 1
fi
mkdir -p "$1"
for source in "$sources"/*.bpf.c
do
    object=$1/$(basename "$source" .c).o
    if [ -f "$object" ] && [ ! "$source" -nt "$object" ]
    then
        continue
    fi
    # Debian keeps asm/ below a directory per architecture, where "-target bpf" does not look.
    clang -O2 -g -target bpf -mcpu=v2 -Wall -Wextra -Werror -ffile-prefix-map="$sources"=. \
        -isystem "/usr/include/$(uname -m)-linux-gnu" -c "$source" -o "$object.new"
    mv "$object.new" "$object"
done

library=$1/wallclock.so
if [ ! -f "$library" ] || [ "$sources/wallclock.c" -nt "$library" ]
then
    clang -O2 -shared -fPIC -Wall -Wextra -Werror "$sources/wallclock.c" -o "$library.new"
    mv "$library.new" "$library"
fi
