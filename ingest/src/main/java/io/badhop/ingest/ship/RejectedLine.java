package io.badhop.ingest.ship;

/**
 * A line that was not understood, as an example for people.
 *
 * @param file file that it is in
 * @param offset byte offset in the unpacked file
 * @param reason name of the reason in kebab case
 * @param detail what was wrong, in words
 * @param text its beginning, at most 200 characters
 */
public record RejectedLine(String file, long offset, String reason, String detail, String text) {}
