package io.badhop.ingest.parse;

import java.util.function.Supplier;

/**
 * The format that a file was found to have.
 *
 * @param format the format
 * @param confidence share of the sampled lines that it explains, 0 to 1
 * @param variant which of several: the name of a {@code log_format}, empty where there is only one
 * @param parser makes a parser with state of its own
 */
public record Detection(
    Format format, double confidence, String variant, Supplier<LineParser> parser) {}
