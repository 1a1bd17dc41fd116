#!/bin/sh
# SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
# compile.sh SOURCES OUTPUT: compiles every *.bpf.c of directory SOURCES that has a source newer than its object in OUTPUT.
set -eu
sources=$1
output=$2

if ! command -v clang > /dev/null
then
    echo "compile.sh: clang is missing, it compiles the BPF programs; on Debian: apt-get install clang libbpf-dev" >&2
    exit 1
fi
if ! echo '#include <bpf/bpf_helpers.h>' | clang -E -include linux/types.h -o /dev/null - 2> /dev/null
then
    echo "compile.sh: the headers of Linux or libbpf are missing; on Debian: apt-get install linux-libc-dev libbpf-dev" >&2
    exit 1
fi

# Debian keeps asm/ below a directory per architecture, where "-target bpf" does not look.
multiarch=/usr/include/$(uname -m)-linux-gnu

mkdir -p "$output"
for program in "$sources"/*.bpf.c
do
    object=$output/$(basename "$program" .c).o
    if [ -f "$object" ] && [ -z "$(find "$sources" -type f -newer "$object")" ]
    then
        continue
    fi
    clang -O2 -g -target bpf -mcpu=v3 -Wall -Wextra -Werror -ffile-prefix-map="$sources"=. \
        -I"$sources" -isystem "$multiarch" -c "$program" -o "$object.new"
    mv "$object.new" "$object"
    echo "compiled $(basename "$object")"
done
