package io.badhop.benchmarks.pipeline;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.Filter;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;

/**
 * RocksDB with room: a block cache of 512 MiB for all stores together (default 50 MiB for each),
 * and write buffers of 64 MiB (default 16), so that the segments of a 30 s window are mostly in
 * memory, with bloom filters for those that are not.
 */
public final class LargeRocks implements RocksDBConfigSetter {
  private static final long MIB = 1024 * 1024;
  private static final Cache CACHE = new LRUCache(512 * MIB);
  private static final int BITS_A_KEY = 10;
  private static final int JOBS = 2;

  private final Filter filter = new BloomFilter(BITS_A_KEY);

  @Override
  public void setConfig(String store, Options options, Map<String, Object> configs) {
    BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
    table.setBlockCache(CACHE);
    table.setFilterPolicy(filter);
    table.setBlockSize(16 * 1024L);
    options.setTableFormatConfig(table);
    options.setWriteBufferSize(64 * MIB);
    options.setMaxWriteBufferNumber(4);
    options.setMaxBackgroundJobs(JOBS);
  }

  @Override
  public void close(String store, Options options) {
    // The cache is shared by all stores and lives as long as the process.
    filter.close();
  }
}
