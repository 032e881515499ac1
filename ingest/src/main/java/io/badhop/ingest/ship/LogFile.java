package io.badhop.ingest.ship;

import io.badhop.ingest.parse.Detection;
import java.nio.file.Path;

/**
 * A log whose format is known.
 *
 * @param path the file
 * @param detection its format
 * @param bytes its size as it lies on the disk
 */
public record LogFile(Path path, Detection detection, long bytes) {}
