/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.table;

import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.bytes.RandomDataInput;
import net.openhft.chronicle.hash.Data;
import net.openhft.chronicle.hash.serialization.DataAccess;
import net.openhft.chronicle.hash.serialization.SizedReader;
import net.openhft.chronicle.wire.WireIn;
import net.openhft.chronicle.wire.WireOut;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Key or value of the connection store: a fixed number of bytes in native memory, taken over as they are. Chronicle
 * Map would make garbage for byte arrays and compile classes at run time for value interfaces; this does neither.
 * One thread.
 */
final class StoreRecord
{
    static final String LAYOUT_VERSION = "layoutVersion";
    static final String EXPECTED_CONNECTIONS = "expectedConnections";

    private final BytesStore<?, ?> store;
    private final UnsafeBuffer buffer;

    StoreRecord(final int length)
    {
        store = BytesStore.nativeStoreWithFixedCapacity(length);
        buffer = new UnsafeBuffer(store.addressForRead(0), length);
    }

    UnsafeBuffer buffer()
    {
        return buffer;
    }

    void release()
    {
        store.releaseLast();
    }

    /**
     * Hands the bytes of a record to the map. Its fields stand in the header of the file, in text, so that a file of
     * another layout or size is known before Chronicle opens it.
     */
    static final class Access implements DataAccess<StoreRecord>, Data<StoreRecord>
    {
        private StoreRecord record;
        private int layoutVersion = ConnectionFlyweight.VERSION;
        private long expectedConnections;

        Access(final long expectedConnections)
        {
            this.expectedConnections = expectedConnections;
        }

        @Override
        public Data<StoreRecord> getData(final StoreRecord instance)
        {
            record = instance;
            return this;
        }

        @Override
        public void uninit()
        {
            record = null;
        }

        @Override
        public DataAccess<StoreRecord> copy()
        {
            return new Access(expectedConnections);
        }

        @Override
        public RandomDataInput bytes()
        {
            return record.store;
        }

        @Override
        public long offset()
        {
            return 0;
        }

        @Override
        public long size()
        {
            return record.buffer.capacity();
        }

        @Override
        public StoreRecord get()
        {
            return record;
        }

        @Override
        public StoreRecord getUsing(final StoreRecord using)
        {
            using.buffer.putBytes(0, record.buffer, 0, record.buffer.capacity());
            return using;
        }

        @Override
        public void readMarshallable(final WireIn wire)
        {
            layoutVersion = wire.read(LAYOUT_VERSION).int32();
            expectedConnections = wire.read(EXPECTED_CONNECTIONS).int64();
        }

        @Override
        public void writeMarshallable(final WireOut wire)
        {
            wire.write(LAYOUT_VERSION).int32(layoutVersion);
            wire.write(EXPECTED_CONNECTIONS).int64(expectedConnections);
        }
    }

    /**
     * Copies bytes of the map into a record.
     */
    static final class Reader implements SizedReader<StoreRecord>
    {
        @Override
        public StoreRecord read(final Bytes<?> in, final long size, final StoreRecord using)
        {
            final StoreRecord record = null == using ? new StoreRecord((int)size) : using;
            in.nativeRead(in.readPosition(), record.buffer.addressOffset(), size);
            in.readSkip(size);
            return record;
        }

        @Override
        public void readMarshallable(final WireIn wire)
        {
            // Nothing to configure.
        }

        @Override
        public void writeMarshallable(final WireOut wire)
        {
            // Nothing to configure.
        }
    }
}
