/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.bpf;

import jnr.ffi.LibraryLoader;
import jnr.ffi.Pointer;

/**
 * The functions of libbpf that only tests need: type information and test runs.
 */
public interface LibBtf
{
    LibBtf INSTANCE = LibraryLoader.create(LibBtf.class).failImmediately().mapper(Native::symbol).load("libbpf.so.1");

    @LibBpf.Symbol("btf__load_vmlinux_btf")
    Pointer loadVmlinux();

    @LibBpf.Symbol("btf__find_by_name_kind")
    int find(Pointer btf, String name, int kind);

    @LibBpf.Symbol("btf__type_by_id")
    Pointer type(Pointer btf, int id);

    @LibBpf.Symbol("btf__name_by_offset")
    String name(Pointer btf, int offset);
}
