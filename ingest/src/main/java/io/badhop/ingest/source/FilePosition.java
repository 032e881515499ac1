package io.badhop.ingest.source;

import java.util.List;

/**
 * How far one file was read, and how to know the file again under another name.
 *
 * @param path where it was last seen
 * @param fileKey the file system's own identity of the file (device and inode); empty where it has
 *     none
 * @param printLength number of first bytes that the print covers, 0 to {@link Fingerprint#LENGTH}
 * @param print hash of those bytes
 * @param offset offset of the first byte that is still to be read, in unpacked bytes
 * @param settled identities of records behind the offset that are done with, which reading on would
 *     bring again; at most those of a few seconds
 */
public record FilePosition(
    String path, String fileKey, int printLength, long print, long offset, List<Long> settled) {

  public FilePosition {
    settled = List.copyOf(settled);
  }

  /** The same file read to another place. */
  public FilePosition back(long earlier, List<Long> done) {
    return new FilePosition(path, fileKey, printLength, print, earlier, done);
  }
}
