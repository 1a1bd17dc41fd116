#!/bin/sh
# SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
# compile.sh OUTPUT_DIRECTORY: compiles decap.bpf.c when it is newer than its object.
set -eu
source=$(cd "$(dirname "$0")" && pwd)/decap.bpf.c
object=$1/decap.bpf.o

if ! command -v clang > /dev/null
then
    echo "compile.sh: clang is missing, it compiles the BPF programs; on Debian: apt-get install clang libbpf-dev" >&2
    exit 1
fi
if [ -f "$object" ] && [ ! "$source" -nt "$object" ]
then
    exit 0
fi
mkdir -p "$1"
# Debian keeps asm/ below a directory per architecture, where "-target bpf" does not look.
clang -O2 -g -target bpf -mcpu=v2 -Wall -Wextra -Werror -ffile-prefix-map="$(dirname "$source")"=. \
    -isystem "/usr/include/$(uname -m)-linux-gnu" -c "$source" -o "$object.new"
mv "$object.new" "$object"
